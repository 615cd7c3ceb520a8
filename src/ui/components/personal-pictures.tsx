/**
 * The pictures of the personal mark, drawn by us so that every system shows the same. Stored by index: the order is
 * frozen, new ones go to the end. Mid tones, so that each reads on light and on dark.
 */
import type { JSX } from "preact";
import type { MessageKey } from "../strings.ts";

export interface PersonalPicture {
	readonly name: MessageKey;
	/** Content of a 24 by 24 view box. */
	readonly drawing: JSX.Element;
}

const red = "#d0564b";
const orange = "#dd8a3c";
const yellow = "#d9ad35";
const green = "#4f9a5f";
const teal = "#2f9a8f";
const blue = "#4a83c9";
const violet = "#8a6cc4";
const pink = "#cf6f9c";
const brown = "#9a6b4a";
const grey = "#8b8f96";

const line = (stroke: string, d: string, width = 2) => (
	<path d={d} fill="none" stroke={stroke} stroke-width={width} stroke-linecap="round" stroke-linejoin="round" />
);

export const personalPictures: readonly PersonalPicture[] = [
	{
		name: "pictureSun",
		drawing: (
			<>
				<circle cx="12" cy="12" r="4.6" fill={yellow} />
				{line(
					orange,
					"M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
				)}
			</>
		),
	},
	{ name: "pictureMoon", drawing: <path d="M15 3a9 9 0 1 0 6 13.5A8 8 0 0 1 15 3Z" fill={violet} /> },
	{
		name: "pictureStar",
		drawing: <path d="m12 2.6 2.9 6 6.5.9-4.7 4.6 1.1 6.5-5.8-3.1-5.8 3.1 1.1-6.5L2.6 9.5l6.5-.9Z" fill={orange} />,
	},
	{
		name: "pictureLeaf",
		drawing: (
			<>
				<path d="M4 14C4 7 11 3.5 20.5 3.5 21 13 17 20 10.5 20 6.5 20 4 17.5 4 14Z" fill={green} />
				{line("#fff", "M5 19.5c3-4 6-7 10-9.5", 1.4)}
			</>
		),
	},
	{
		name: "pictureTree",
		drawing: (
			<>
				<path d="M10.5 15h3v6.5h-3Z" fill={brown} />
				<path d="M12 2 5.5 10H8l-4 6h16l-4-6h2.5Z" fill={green} />
			</>
		),
	},
	{
		name: "pictureMountain",
		drawing: (
			<>
				<path d="M1.5 20 9.5 5.5 17.5 20Z" fill={grey} />
				<path d="m11 20 5.5-9 6 9Z" fill={blue} />
				<path d="m7 10 2.5-4.5L12 10l-1.5 1-1-1-1 1Z" fill="#fff" />
			</>
		),
	},
	{
		name: "pictureWave",
		drawing: (
			<>
				{line(blue, "M2 9c2.5-3 4.5-3 6.7 0s4.4 3 6.6 0 4.2-3 6.7 0", 2.4)}
				{line(teal, "M2 16c2.5-3 4.5-3 6.7 0s4.4 3 6.6 0 4.2-3 6.7 0", 2.4)}
			</>
		),
	},
	{
		name: "pictureDrop",
		drawing: <path d="M12 2.5c4 5 6.5 8.5 6.5 12a6.5 6.5 0 0 1-13 0c0-3.5 2.5-7 6.5-12Z" fill={blue} />,
	},
	{
		name: "pictureFlame",
		drawing: (
			<>
				<path
					d="M12.5 2c1 4 6.5 6 6.5 12a7 7 0 0 1-14 0c0-3 1.5-5 3.5-6.5 0 2 .8 3 1.8 3.5C10 8 10.5 4.5 12.5 2Z"
					fill={red}
				/>
				<path d="M12 13c2 1.5 3 2.7 3 4.5a3 3 0 0 1-6 0c0-1.8 1.2-3 3-4.5Z" fill={yellow} />
			</>
		),
	},
	{
		name: "pictureUmbrella",
		drawing: (
			<>
				<path
					d="M2.5 12.5a9.5 9.5 0 0 1 19 0c-1.6-1.4-3.2-1.4-4.75 0-1.6-1.4-3.15-1.4-4.75 0-1.6-1.4-3.15-1.4-4.75 0-1.55-1.4-3.15-1.4-4.75 0Z"
					fill={violet}
				/>
				{line(grey, "M12 12.5v6.5a2.3 2.3 0 0 1-4.6 0", 1.8)}
			</>
		),
	},
	{
		name: "pictureAnchor",
		drawing: (
			<>
				<circle cx="12" cy="5" r="2.3" fill="none" stroke={blue} stroke-width="2" />
				{line(blue, "M12 7.5V21M8 10.5h8M4 14c.5 4.5 3.5 7 8 7s7.5-2.5 8-7")}
			</>
		),
	},
	{
		name: "pictureBoat",
		drawing: (
			<>
				<path d="M11 2.5v12H4.5Z" fill={red} />
				<path d="M13 5.5v9h6.5Z" fill={orange} />
				<path d="M2.5 16.5h19c-.8 3-2.5 4.5-5 4.5h-9c-2.5 0-4.2-1.5-5-4.5Z" fill={brown} />
			</>
		),
	},
	{
		name: "pictureKite",
		drawing: (
			<>
				<path d="m13 2 7 8-9 6-5-9Z" fill={pink} />
				<path d="m13 2-2 14-5-9Z" fill={violet} />
				{line(grey, "M11 16c-.5 2.5-3 2-4 3.5s-2 2-3.5 2", 1.5)}
			</>
		),
	},
	{
		name: "pictureBell",
		drawing: (
			<>
				<path d="M12 3a6 6 0 0 1 6 6c0 5 1 6.5 2.5 8h-17C5 15.5 6 14 6 9a6 6 0 0 1 6-6Z" fill={yellow} />
				<path d="M9.5 18.5h5a2.5 2.5 0 0 1-5 0Z" fill={orange} />
			</>
		),
	},
	{
		name: "pictureHouse",
		drawing: (
			<>
				<path d="M5 11h14v9.5H5Z" fill={orange} />
				<path d="M12 2.5 22 11.5H2Z" fill={red} />
				<path d="M10 14.5h4v6h-4Z" fill={brown} />
			</>
		),
	},
	{
		name: "pictureCup",
		drawing: (
			<>
				<path d="M4 9h12.5v6.5a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5Z" fill={teal} />
				{line(teal, "M16.5 11h2a2.5 2.5 0 0 1 0 5.5h-2")}
				{line(grey, "M8 6c-1-1.2 1-1.8 0-3M12.5 6c-1-1.2 1-1.8 0-3", 1.5)}
			</>
		),
	},
	{
		name: "pictureApple",
		drawing: (
			<>
				<path
					d="M12 8c1.5-1.3 3-1.5 4.5-1.2C19.5 7.5 21 10 20.5 13c-.6 4.5-3 8-5.5 8-1.2 0-1.8-.5-3-.5s-1.8.5-3 .5c-2.5 0-4.9-3.5-5.5-8-.5-3 1-5.5 4-6.2C9 6.5 10.5 6.7 12 8Z"
					fill={red}
				/>
				{line(brown, "M12 8c0-2 .5-3.5 1.5-5", 1.7)}
				<path d="M14 5.5c.5-2 2-3 4.5-3-.2 2.2-1.8 3.5-4.5 3Z" fill={green} />
			</>
		),
	},
	{
		name: "pictureCherry",
		drawing: (
			<>
				{line(green, "M7.5 15C8 9 11 5 16.5 3c-1 4-.5 7.5.5 11", 1.7)}
				<circle cx="7" cy="17.5" r="3.8" fill={red} />
				<circle cx="17" cy="16.5" r="3.8" fill={pink} />
			</>
		),
	},
	{
		name: "pictureMushroom",
		drawing: (
			<>
				<path d="M9.5 12h5l1 7a2.2 2.2 0 0 1-2.2 2.5h-2.6A2.2 2.2 0 0 1 8.5 19Z" fill={grey} />
				<path d="M2.5 13c0-6 4-10 9.5-10s9.5 4 9.5 10Z" fill={red} />
				<circle cx="9" cy="8" r="1.5" fill="#fff" />
				<circle cx="15.5" cy="9.5" r="1.7" fill="#fff" />
			</>
		),
	},
	{
		name: "pictureFish",
		drawing: (
			<>
				<path d="M2.5 12c3-5 9-6.5 14-2.5L21.5 6v12l-5-3.5c-5 4-11 2.5-14-2.5Z" fill={teal} />
				<circle cx="7" cy="11" r="1.2" fill="#fff" />
			</>
		),
	},
	{
		name: "pictureCat",
		drawing: (
			<>
				<path d="M4 3.5 9 7h6l5-3.5V14c0 4.5-3.5 7-8 7s-8-2.5-8-7Z" fill={orange} />
				<circle cx="9" cy="12.5" r="1.3" fill="#2b2a27" />
				<circle cx="15" cy="12.5" r="1.3" fill="#2b2a27" />
				{line("#2b2a27", "m10.8 16 1.2 1 1.2-1", 1.4)}
			</>
		),
	},
	{
		name: "pictureSnail",
		drawing: (
			<>
				<path d="M2 20c6-1 12-1 16-1 0-5 0-8 1-10l2 0c1 4 .5 8-1.5 11.5H4Z" fill={yellow} />
				<circle cx="10" cy="12.5" r="6.5" fill={brown} />
				{line("#fff", "M10 12.5c0-1.5 2.2-1.5 2.5.4.2 2-2.3 3.2-4 2.1-2-1.3-1.9-4.7.3-5.8", 1.3)}
				{line(yellow, "M19.5 9 18.5 5.5M20.5 9l1.5-3.5", 1.3)}
			</>
		),
	},
	{
		name: "pictureFeather",
		drawing: (
			<>
				<path d="M20.5 3C12 3 6 8 6 16.5l1 1C15.5 17.5 20.5 11.5 20.5 3Z" fill={blue} />
				{line(grey, "M3.5 21C7 15 11 11 16 8", 1.5)}
			</>
		),
	},
	{
		name: "pictureBook",
		drawing: (
			<>
				<path d="M2 5c4-1.5 7-1.2 10 1v14.5c-3-2.2-6-2.5-10-1Z" fill={violet} />
				<path d="M22 5c-4-1.5-7-1.2-10 1v14.5c3-2.2 6-2.5 10-1Z" fill={pink} />
			</>
		),
	},
	{
		name: "pictureBalloon",
		drawing: (
			<>
				<path d="M12 2a7 7 0 0 1 7 7c0 3.5-3 6.5-5 8.5h-4C8 15.5 5 12.5 5 9a7 7 0 0 1 7-7Z" fill={red} />
				<path d="M12 2c2 2 3 4.5 3 7s-1 6-2 8.5h-2C10 15 9 11.5 9 9s1-5 3-7Z" fill={yellow} />
				<path d="M10 18.7h4v3h-4Z" fill={brown} />
			</>
		),
	},
	{
		name: "pictureCactus",
		drawing: (
			<>
				{line(green, "M12 17V5", 4.4)}
				{line(green, "M12 13.5H7.5a1.5 1.5 0 0 1-1.5-1.5V9.5M12 11.5h4.5a1.5 1.5 0 0 0 1.5-1.5V7.5", 2.8)}
				<path d="M7 17h10l-1.2 5H8.2Z" fill={orange} />
			</>
		),
	},
	{
		name: "pictureTulip",
		drawing: (
			<>
				{line(green, "M12 12v9.5M12 19c-3 0-5-1.5-5.5-4.5M12 19c3 0 5-1.5 5.5-4.5", 1.9)}
				<path d="M6.5 3 9.5 6 12 2l2.5 4 3-3v6c0 3-2.3 4.5-5.5 4.5S6.5 12 6.5 9Z" fill={pink} />
			</>
		),
	},
	{
		name: "pictureBicycle",
		drawing: (
			<>
				<circle cx="5.5" cy="16" r="4" fill="none" stroke={grey} stroke-width="1.8" />
				<circle cx="18.5" cy="16" r="4" fill="none" stroke={grey} stroke-width="1.8" />
				{line(teal, "M5.5 16 9 8.5h6.5L12 16H5.5M12 16 9 8.5M18.5 16 15 6h2.5M7.5 7.5H10", 1.7)}
			</>
		),
	},
	{
		name: "pictureLighthouse",
		drawing: (
			<>
				<path d="M9 9h6l2 12.5H7Z" fill={red} />
				<path d="m8.4 13 7.2 0 .6 4H7.8Z" fill="#fff" />
				<path d="M8.5 5.5 12 2l3.5 3.5V8.5h-7Z" fill={blue} />
				{line(yellow, "M6 6.5 2.5 5.5M6 8l-3.5 1.5M18 6.5l3.5-1M18 8l3.5 1.5", 1.5)}
			</>
		),
	},
	{
		name: "pictureKey",
		drawing: (
			<>
				<circle cx="7.5" cy="8" r="4" fill="none" stroke={yellow} stroke-width="2.6" />
				{line(yellow, "m10.5 11 9 9M16 16.5l2.5-2.5M13.5 14l2-2", 2.4)}
			</>
		),
	},
	{
		name: "pictureGuitar",
		drawing: (
			<>
				<path
					d="M13 9.5c1.8-.5 3.5 1.2 2.5 3-.7 1.3-.2 2-.5 3.5-.6 3-3.7 5-6.8 5.2C5 21.5 2.5 19 2.8 15.8 3 12.7 5 9.6 8 9c1.5-.3 2.2.2 3.5-.5Z"
					fill={brown}
				/>
				<circle cx="9" cy="15" r="2.2" fill="#2b2a27" />
				{line(orange, "m11 13 8.5-8.5M18 3l3 3", 1.9)}
			</>
		),
	},
	{
		name: "pictureSnowflake",
		drawing: line(blue, "M12 2v20M3.3 7l17.4 10M20.7 7 3.3 17M9.5 3.5 12 6l2.5-2.5M9.5 20.5 12 18l2.5 2.5", 1.8),
	},
];
