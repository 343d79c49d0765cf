import { invalid } from "#app/base/errors.ts";
import { withKeys } from "#app/domain/artifacts/rules/keys.ts";
import { MAP_LINE_LABELS, type StakeholderMap } from "#app/domain/artifacts/rules/stakeholder-map.ts";
import { Section } from "#app/ui/frame/page.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { MapDrawing, stanceOf } from "./map-drawing.tsx";
import { MapFields } from "./map-fields.tsx";
import { type KindView, type Posted, rowsIn, textIn, type ViewProps } from "./view.ts";

const STANCES = { against: ["Against us", "bad"], between: ["Undecided", "neutral"], for: ["For us", "good"] } as const;

function View({ content: { people, lines, notes } }: ViewProps<StakeholderMap>) {
	if (people.length === 0) return <p className="muted">Nobody is on the map yet. Edit it to add people.</p>;
	return (
		<>
			<MapDrawing {...{ people, lines }} />
			<p className="muted map-legend">
				A full line: who reports to whom. A dashed line: who influences whom. An arrow points at the second. Who would
				cover another is drawn beside them; the numbers stand below.
			</p>
			<People {...{ people, lines }} />
			{notes && (
				<Section title="Notes">
					<p className="artifact-text">{notes}</p>
				</Section>
			)}
		</>
	);
}

/** The map in words: who has most influence first, with their ties. */
function People({ people, lines }: Pick<StakeholderMap, "people" | "lines">) {
	const nameOf = (key: string) => people.find((person) => person.key === key)?.name;
	const sorted = [...people].sort((one, other) => other.influence - one.influence);
	return (
		<Section title="People">
			<table className="table artifact-told">
				<thead>
					<tr>
						<th scope="col">Name</th>
						<th scope="col" className="end">
							Influence
						</th>
						<th scope="col">Sentiment</th>
						<th scope="col">Ties and notes</th>
					</tr>
				</thead>
				<tbody>
					{sorted.map(({ key, name, title, contactId, influence, sentiment, note }) => {
						const [words, tone] = STANCES[stanceOf(sentiment)];
						const ties = lines
							.filter(({ from }) => from === key)
							.map(({ kind, to }) => `${MAP_LINE_LABELS[kind]} ${nameOf(to)}`);
						return (
							<tr key={key}>
								<th scope="row">
									{contactId ? <a href={`/contacts/${contactId}`}>{name}</a> : name}
									{title && <small>{title}</small>}
								</th>
								<td className="end" data-label="Influence">
									{influence}
								</td>
								<td data-label="Sentiment">
									<Status tone={tone}>{`${words}, ${sentiment}`}</Status>
								</td>
								<td data-label="Ties and notes" className="artifact-text">
									{[...ties, note].filter(Boolean).join("; ") || "–"}
								</td>
							</tr>
						);
					})}
				</tbody>
			</table>
		</Section>
	);
}

const isPlace = (text: string): boolean => /^\d{1,3}$/.test(text.trim()) && Number(text) <= 100;

/** What of the rows is no place on the map, by the names of the inputs. */
function misplaced(rows: readonly Posted[]): Record<string, string[]> {
	const errors: Record<string, string[]> = {};
	rows.forEach((row, index) => {
		for (const name of ["influence", "sentiment"])
			if (textIn(row, "name").trim() !== "" && !isPlace(textIn(row, name)))
				errors[`content.people[${index}].${name}`] = ["Write a whole number from 0 to 100."];
	});
	return errors;
}

export const stakeholderMapView: KindView<StakeholderMap> = {
	View,
	Fields: MapFields,
	write: ({ people, lines, notes }) => ({
		people: people.map(({ influence, sentiment, contactId, ...person }) => ({
			...{ ...person, contactId: contactId ?? "" },
			...{ influence: String(influence), sentiment: String(sentiment) },
		})),
		lines: lines.map((line) => ({ ...line })),
		notes,
	}),
	read(values) {
		const posted = rowsIn(values, "people");
		const errors = misplaced(posted);
		if (Object.keys(errors).length > 0) throw invalid("Some fields cannot be accepted.", errors);
		const rows = posted.filter((row) => textIn(row, "name").trim() !== "");
		const people = withKeys(
			rows.map((row) => ({
				...{ key: textIn(row, "key"), name: textIn(row, "name"), title: textIn(row, "title") },
				...{ contactId: textIn(row, "contactId") || null, note: textIn(row, "note") },
				...{ influence: Number(textIn(row, "influence")), sentiment: Number(textIn(row, "sentiment")) },
			})),
		);
		const known = new Set(people.map(({ key }) => key));
		const lines = rowsIn(values, "lines")
			.map((row) => ({ from: textIn(row, "from"), to: textIn(row, "to"), kind: textIn(row, "kind") }))
			// Half a line is none, and who left the map takes their lines along.
			.filter(({ from, to }) => known.has(from) && known.has(to) && from !== to);
		return { people, lines, notes: textIn(values, "notes") };
	},
};
