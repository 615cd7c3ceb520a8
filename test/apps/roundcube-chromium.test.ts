import { describeLetters } from "./letters.ts";

describeLetters("chromium", "text", "html");
