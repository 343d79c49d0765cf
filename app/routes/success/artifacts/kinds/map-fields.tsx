import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { withKeys } from "#app/domain/artifacts/rules/keys.ts";
import { MAP_LINE_LABELS, MAP_LINES } from "#app/domain/artifacts/rules/stakeholder-map.ts";
import { Fieldset } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { type Drawn, MapDrawing, valuesAt } from "./map-drawing.tsx";
import { useRows } from "./more-rows.tsx";
import { type FieldsProps, type Posted, rowsIn, textIn } from "./view.ts";

type Place = { influence: string; sentiment: string };

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
	ArrowUp: [0, 1],
	ArrowDown: [0, -1],
	ArrowRight: [1, 0],
	ArrowLeft: [-1, 0],
};

/** The people and lines of a map. Its picture moves with the numbers, and the numbers with it; without a script they are it. */
export function MapFields({ values, errors, blank }: FieldsProps) {
	const names = ["name", "title", "note"];
	const { all, button } = useRows({ rows: rowsIn(values, "people"), blank, most: 60, names });
	const people = withKeys(all.map((row) => ({ ...row, key: textIn(row, "key") })));
	const [moved, setMoved] = useState<Readonly<Record<number, Partial<Place>>>>({});
	const places = people.map((row, index): Place => {
		const kept = { influence: textIn(row, "influence") || "50", sentiment: textIn(row, "sentiment") || "50" };
		return { ...kept, ...moved[index] };
	});
	const move = (index: number, place: Partial<Place>) =>
		setMoved((all) => ({ ...all, [index]: { ...all[index], ...place } }));
	const shown = people.map((row, index) => ({ row, index })).filter(({ row }) => textIn(row, "name") !== "");
	const drawn = shown.map(({ row, index }) => drawnOf(row, places[index]!));
	const lines = rowsIn(values, "lines").flatMap((row) => {
		const [from, to] = [textIn(row, "from"), textIn(row, "to")];
		return from && to ? [{ from, to, kind: textIn(row, "kind") as (typeof MAP_LINES)[number] }] : [];
	});
	const moving = movingOf(drawn, (at, place) => move(shown[at]!.index, place));
	return (
		<>
			{drawn.length > 0 && <MapDrawing people={drawn} {...{ lines, moving }} />}
			<Fieldset legend="People">
				<p className="field-help">
					0 to 100: influence from none to all of it, sentiment from against us to for us. Empty a name to take somebody
					off the map.
				</p>
				{people.map((row, index) => (
					<PersonRow
						// An empty row has a key that hangs on how many rows there are.
						key={textIn(all[index], "key") || index}
						{...{ row, index, errors }}
						place={places[index]!}
						onMove={(place) => move(index, place)}
					/>
				))}
				{button}
			</Fieldset>
			<MapLines rows={rowsIn(values, "lines")} people={drawn} {...{ errors, blank }} />
			<TextArea
				label="Notes"
				optional
				errors={errors["content.notes"]}
				inputProps={{ name: "content.notes", rows: 4, maxLength: 5_000, defaultValue: textIn(values, "notes") }}
			/>
		</>
	);
}

/** How somebody on the picture is moved: by pointer, or by keys in small and in larger steps. */
function movingOf(drawn: readonly Drawn[], onMove: (at: number, place: Place) => void) {
	const bound = (value: number) => String(Math.min(100, Math.max(0, value)));
	return {
		onPointerDown: (at: number, event: PointerEvent<SVGGElement>) => drag(event, (place) => onMove(at, place)),
		onKeyDown(at: number, event: KeyboardEvent<SVGGElement>) {
			const step = STEPS[event.key];
			if (!step) return;
			event.preventDefault();
			const wide = event.shiftKey ? 10 : 1;
			const { sentiment, influence } = drawn[at]!;
			onMove(at, { sentiment: bound(sentiment + step[0] * wide), influence: bound(influence + step[1] * wide) });
		},
	};
}

function drawnOf(row: Posted & { key: string }, { influence, sentiment }: Place): Drawn {
	const number = (text: string) => Math.min(100, Math.max(0, Math.round(Number(text)) || 0));
	return {
		...{ key: row.key, name: textIn(row, "name"), title: textIn(row, "title") },
		...{ influence: number(influence), sentiment: number(sentiment) },
	};
}

/** Follows the pointer until it is let go, within the drawing. */
function drag(event: PointerEvent<SVGGElement>, onMove: (place: Place) => void): void {
	if (event.button !== 0) return;
	const held = event.currentTarget;
	const box = held.ownerSVGElement!.getBoundingClientRect();
	held.setPointerCapture(event.pointerId);
	const follow = (at: globalThis.PointerEvent) => {
		const values = valuesAt(((at.clientX - box.left) / box.width) * 100, ((at.clientY - box.top) / box.height) * 100);
		onMove({ influence: String(values.influence), sentiment: String(values.sentiment) });
	};
	const end = () => {
		held.removeEventListener("pointermove", follow);
		held.removeEventListener("pointerup", end);
		held.removeEventListener("pointercancel", end);
	};
	held.addEventListener("pointermove", follow);
	held.addEventListener("pointerup", end);
	held.addEventListener("pointercancel", end);
}

type RowProps = {
	row: Posted & { key: string };
	index: number;
	errors: FieldsProps["errors"];
	place: Place;
	onMove(place: Partial<Place>): void;
};

function PersonRow({ row, index, errors, place, onMove }: RowProps) {
	const full = (name: string) => `content.people[${index}].${name}`;
	const text = (name: string, label: string) => (
		<TextInput
			label={label}
			errors={errors[full(name)]}
			inputProps={{
				...{ name: full(name), defaultValue: textIn(row, name) },
				"aria-label": `${label} of person ${index + 1}`,
			}}
		/>
	);
	const number = (name: "influence" | "sentiment", label: string) => (
		<TextInput
			label={label}
			errors={errors[full(name)]}
			inputProps={{
				...{ name: full(name), type: "number", min: 0, max: 100, value: place[name] },
				onChange: (event) => onMove({ [name]: event.currentTarget.value }),
				"aria-label": `${label} of person ${index + 1}`,
			}}
		/>
	);
	return (
		<div className="form-rows">
			<input type="hidden" name={full("key")} value={row.key} />
			<input type="hidden" name={full("contactId")} value={textIn(row, "contactId")} />
			{text("name", "Name")}
			{text("title", "Title")}
			{number("influence", "Influence")}
			{number("sentiment", "Sentiment")}
			{text("note", "Note")}
		</div>
	);
}

function MapLines({
	rows,
	people,
	errors,
	blank,
}: {
	rows: readonly Posted[];
	people: readonly Drawn[];
} & Pick<FieldsProps, "errors" | "blank">) {
	const { all, button } = useRows({ rows, blank, most: 200, names: ["from", "to"] });
	if (people.length < 2) return null;
	const who = people.map(({ key, name }) => ({ value: key, label: name }));
	return (
		<Fieldset legend="Lines between them">
			<p className="field-help">
				Choose nobody to remove a line. People whom you add can be joined once they are saved.
			</p>
			{all.map((row, index) => {
				const choice = (
					name: string,
					label: string,
					options: readonly { value: string; label: string }[],
					empty?: string,
				) => (
					<Select
						{...{ label, options }}
						{...(empty === undefined ? {} : { empty })}
						errors={errors[`content.lines[${index}].${name}`]}
						inputProps={{
							name: `content.lines[${index}].${name}`,
							defaultValue: textIn(row, name),
							"aria-label": `${label}, line ${index + 1}`,
						}}
					/>
				);
				return (
					// biome-ignore lint/suspicious/noArrayIndexKey: lines have places in the form
					<div className="form-rows" key={index}>
						{choice("from", "Who", who, "Nobody")}
						{choice(
							"kind",
							"What",
							MAP_LINES.map((kind) => ({ value: kind, label: MAP_LINE_LABELS[kind] })),
						)}
						{choice("to", "Whom", who, "Nobody")}
					</div>
				);
			})}
			{button}
		</Fieldset>
	);
}
