import "../../src/platform/polyfilled.ts";
import { mountCodes } from "../../src/ui/codes/mount-codes.tsx";

const root = document.getElementById("root");
if (root !== null) void mountCodes(root);
