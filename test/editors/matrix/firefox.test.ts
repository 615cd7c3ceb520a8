import { matrix } from "../matrix.ts";

matrix("firefox");
