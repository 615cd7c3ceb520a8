import "../../src/platform/polyfilled.ts";
import { mountReader } from "../../src/ui/reader/mount-reader.tsx";

const root = document.getElementById("root");
if (root !== null) mountReader(root);
