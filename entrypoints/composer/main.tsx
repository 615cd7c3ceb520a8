import "../../src/platform/polyfilled.ts";
import { mountComposer } from "../../src/ui/composer/mount-composer.tsx";

const root = document.getElementById("root");
if (root !== null) mountComposer(root);
