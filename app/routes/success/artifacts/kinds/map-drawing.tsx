import type { KeyboardEvent, PointerEvent } from "react";
import { MAP_LINE_LABELS, type StakeholderMap } from "#app/domain/artifacts/rules/stakeholder-map.ts";
import { AXIS_WORDS, apart, type Label, placeLabels } from "./map-labels.ts";

export type Drawn = Pick<StakeholderMap["people"][number], "key" | "name" | "title" | "influence" | "sentiment">;

/** Where a value lies, in percent of the drawing: room is left for names at its edges. */
export const acrossOf = (sentiment: number): number => 10 + sentiment * 0.8;
export const downOf = (influence: number): number => 8 + (100 - influence) * 0.8;

/** The values at a place of the drawing, whole and within bounds. */
export function valuesAt(across: number, down: number): { sentiment: number; influence: number } {
	const bound = (value: number) => Math.min(100, Math.max(0, Math.round(value)));
	return { sentiment: bound((across - 10) / 0.8), influence: bound(100 - (down - 8) / 0.8) };
}

type Moving = {
	onPointerDown(index: number, event: PointerEvent<SVGGElement>): void;
	onKeyDown(index: number, event: KeyboardEvent<SVGGElement>): void;
};

/**
 * The map: influence upwards, sentiment to the right, in percent of its place, so that words keep their size on any screen.
 * `moving` lets its people be moved by pointer and keys; without it, it is a picture with the same in words beside it.
 */
export function MapDrawing({
	people,
	lines,
	moving,
}: {
	people: readonly Drawn[];
	lines: StakeholderMap["lines"];
	moving?: Moving | undefined;
}) {
	// While somebody is moved, each stands exactly where their numbers say.
	const places = moving ? people.map(placeOf) : apart(people.map(placeOf));
	const at = new Map(people.map(({ key, name }, index) => [key, { name, ...places[index]! }]));
	const labels = placeLabels(people.map(({ name }, index) => ({ name: short(name), ...places[index]! })));
	return (
		<svg
			className="map-drawing"
			role={moving ? "group" : "img"}
			aria-label={`Stakeholder map of ${people.length} people`}
		>
			<defs>
				<marker
					id="map-arrow"
					viewBox="0 0 10 10"
					refX="21"
					refY="5"
					markerWidth="9"
					markerHeight="9"
					markerUnits="userSpaceOnUse"
					orient="auto"
				>
					<path d="M0 0L10 5L0 10z" className="map-arrow" />
				</marker>
			</defs>
			<Axes />
			{lines.map(({ from, to, kind }) => {
				const [one, other] = [at.get(from), at.get(to)];
				if (!one || !other) return null;
				return (
					<line
						key={`${from} ${to} ${kind}`}
						className={`map-line map-line-${kind}`}
						{...{ x1: `${one.across}%`, y1: `${one.down}%` }}
						{...{ x2: `${other.across}%`, y2: `${other.down}%` }}
						markerEnd="url(#map-arrow)"
					>
						<title>{`${one.name} ${MAP_LINE_LABELS[kind]} ${other.name}`}</title>
					</line>
				);
			})}
			{people.map((person, index) => (
				<Person key={person.key} {...{ person, index, moving }} place={places[index]!} label={labels[index]!} />
			))}
		</svg>
	);
}

type Place = { across: number; down: number };

const placeOf = ({ sentiment, influence }: Drawn): Place => ({ across: acrossOf(sentiment), down: downOf(influence) });

/** Where the names of people stand who are drawn where their numbers say, so that all can be read. */
export const labelsOf = (people: readonly Drawn[]): Label[] =>
	placeLabels(people.map((person) => ({ name: short(person.name), ...placeOf(person) })));

type PersonProps = { person: Drawn; index: number; moving: Moving | undefined; place: Place; label: Label };

function Person({ person, index, moving, place: { across, down }, label: { dx, dy, anchor } }: PersonProps) {
	const hold = moving && {
		...{ tabIndex: 0, role: "slider", "aria-valuenow": person.influence, "aria-valuemin": 0, "aria-valuemax": 100 },
		"aria-label": `${person.name}: move with the arrow keys, in larger steps with shift`,
		"aria-valuetext": `Influence ${person.influence}, sentiment ${person.sentiment}`,
		onPointerDown: (event: PointerEvent<SVGGElement>) => moving.onPointerDown(index, event),
		onKeyDown: (event: KeyboardEvent<SVGGElement>) => moving.onKeyDown(index, event),
	};
	return (
		<g className={moving ? "map-person map-person-held" : "map-person"} {...hold}>
			<title>{`${person.name}${person.title ? `, ${person.title}` : ""}: influence ${person.influence}, sentiment ${person.sentiment}`}</title>
			<circle cx={`${across}%`} cy={`${down}%`} r="9" className={`map-dot map-dot-${stanceOf(person.sentiment)}`} />
			<text x={`${across}%`} y={`${down}%`} {...{ dx, dy }} textAnchor={anchor} className="map-name">
				{short(person.name)}
			</text>
		</g>
	);
}

/** Whether somebody is for us, by where they stand; the axis says the same in words. */
export const stanceOf = (sentiment: number): "against" | "between" | "for" =>
	sentiment < 40 ? "against" : sentiment > 60 ? "for" : "between";

export const short = (name: string): string => (name.length > 22 ? `${name.slice(0, 21)}…` : name);

function Axes() {
	return (
		<g>
			<rect x="10%" y="8%" width="80%" height="80%" className="map-field" />
			<line x1="50%" y1="8%" x2="50%" y2="88%" className="map-axis" />
			<line x1="10%" y1="48%" x2="90%" y2="48%" className="map-axis" />
			{Object.values(AXIS_WORDS).map(({ words, across, down, dy, anchor }) => (
				<text key={words} x={`${across}%`} y={`${down}%`} dy={dy} textAnchor={anchor} className="map-label">
					{words}
				</text>
			))}
		</g>
	);
}
