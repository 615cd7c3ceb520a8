import { describeLetters } from "./letters.ts";

describeLetters("firefox", "html", "text");
