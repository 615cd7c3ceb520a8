import "../../src/platform/polyfilled.ts";
import { mountSafe } from "../../src/ui/safe/mount-safe.tsx";

const root = document.getElementById("root");
if (root !== null) mountSafe(root);
