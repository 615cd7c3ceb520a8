import "../../src/platform/polyfilled.ts";
import { mountWelcome } from "../../src/ui/welcome/mount-welcome.tsx";

const root = document.getElementById("root");
if (root !== null) mountWelcome(root);
