/** The mark: a rest in a speech bubble. Built node by node; no markup is ever parsed into a page. */
const svg = "http://www.w3.org/2000/svg" as const;

type Shape = readonly [name: string, attributes: Readonly<Record<string, string>>];

const shapes: readonly Shape[] = [
	[
		"path",
		{
			d: "M3 2.2h10A1.8 1.8 0 0 1 14.8 4v6.2A1.8 1.8 0 0 1 13 12H7.4L4 14.8V12H3a1.8 1.8 0 0 1-1.8-1.8V4A1.8 1.8 0 0 1 3 2.2Z",
			"stroke-width": "1.4",
			"stroke-linejoin": "round",
		},
	],
	["path", { d: "M4.4 8.6h7.2", "stroke-width": "1.3", "stroke-linecap": "round" }],
	["rect", { x: "6", y: "6.1", width: "4", height: "2.5", rx: ".4", fill: "currentColor", stroke: "none" }],
];

/** `size` in CSS px. Takes the colour of the text around it. */
export function drawRest(size: number): SVGElement {
	const icon = element("svg", {
		viewBox: "0 0 16 16",
		width: `${size}`,
		height: `${size}`,
		fill: "none",
		stroke: "currentColor",
		"aria-hidden": "true",
	});
	for (const [name, attributes] of shapes) icon.append(element(name, attributes));
	icon.style.display = "block";
	return icon;
}

function element(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
	const made = document.createElementNS(svg, name);
	for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
	return made;
}
