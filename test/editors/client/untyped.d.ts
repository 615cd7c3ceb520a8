/** Packages that publish no types, as far as the pages here use them. */
declare module "react" {
	export function createElement(type: unknown, props?: object | null, ...children: unknown[]): unknown;
	export function useState<T>(first: T): [T, (next: T) => void];
}
declare module "react-dom" {
	export function flushSync(run: () => void): void;
}
declare module "react-dom/client" {
	export function createRoot(host: Element): { render(element: unknown): void };
}
declare module "draft-js" {
	export class ContentState {
		static createFromText(text: string): ContentState;
		getPlainText(separator: string): string;
	}
	export class EditorState {
		static createEmpty(): EditorState;
		static push(state: EditorState, content: ContentState, change: string): EditorState;
		static moveFocusToEnd(state: EditorState): EditorState;
		getCurrentContent(): ContentState;
	}
	export const Editor: unknown;
}
declare module "trix";
