/** Properties are drawn from one seed, so that a mutant has one answer; a failure is enough, its shortest form is not looked for. */
import fc from "fast-check";

fc.configureGlobal({ seed: 1, endOnFailure: true });
