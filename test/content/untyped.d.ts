/** Published without types. */
declare module "showdown" {
	export class Converter {
		constructor(options?: Readonly<Record<string, boolean>>);
		makeHtml(text: string): string;
		setFlavor(flavor: "github" | "original"): void;
	}
}
