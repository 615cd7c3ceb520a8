import "../../src/platform/polyfilled.ts";
import { mountPopup } from "../../src/ui/popup/mount-popup.tsx";

const root = document.getElementById("root");
if (root !== null) mountPopup(root);
