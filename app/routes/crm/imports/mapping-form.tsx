import { Form } from "@remix-run/react";
import {
	DELIMITER_LABELS,
	DELIMITER_NAMES,
	DUPLICATE_ACTS,
	DUPLICATE_LABELS,
	ENCODING_LABELS,
	ENCODINGS,
	type ImportParams,
	MATCH_LABELS,
	MATCHES,
	TARGET_LABELS,
	TARGETS,
} from "#app/domain/crm/imports/schema.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, Fieldset, FormActions } from "#app/ui/forms/form.tsx";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { type Option, Select } from "#app/ui/forms/select.tsx";
import { Section } from "#app/ui/frame/page.tsx";

type Shown = {
	params: Omit<ImportParams, "preview">;
	fields: readonly { id: string; label: string }[];
	countries: readonly Option[];
	errors: Record<string, string[] | null>;
	/** What was chosen when it was refused. */
	typed?: Record<string, unknown> | undefined;
};

/** How the file is read, what each column becomes, and what happens to rows that are here already. */
export function MappingForm({ params, fields, countries, errors, typed }: Shown) {
	const all = Object.fromEntries(Object.entries(errors).map(([name, messages]) => [name, messages ?? []]));
	const now = { ...params, ...typed } as typeof params;
	const choice = <Name extends string>(names: readonly Name[], labels: Readonly<Record<Name, string>>) =>
		names.map((value) => ({ value, label: labels[value] }));
	return (
		<Section title="What each column becomes">
			<Form discover="none" method="post" className="form import-form" data-unsaved key={params.headings.join("\n")}>
				<ErrorSummary allErrors={all} />
				<Columns params={params} chosen={now.mapping} fields={fields} />
				<Fieldset legend="Rows that are here already">
					<RadioGroup
						label="What becomes of them"
						name="duplicates"
						chosen={[now.duplicates]}
						options={choice(DUPLICATE_ACTS, DUPLICATE_LABELS)}
					/>
					<Select
						label="A contact is known by its"
						inputProps={{ name: "match", defaultValue: now.match }}
						options={choice(MATCHES, MATCH_LABELS)}
					/>
				</Fieldset>
				<Fieldset legend="How the file is read">
					<Select
						label="Encoding"
						help="Guessed from the file. Change it when letters such as é or ü look wrong above."
						inputProps={{ name: "encoding", defaultValue: now.encoding }}
						options={choice(ENCODINGS, ENCODING_LABELS)}
					/>
					<Select
						label="Between the columns"
						inputProps={{ name: "delimiter", defaultValue: now.delimiter }}
						options={choice(DELIMITER_NAMES, DELIMITER_LABELS)}
					/>
					<Select
						label="Phone numbers without a country code are of"
						inputProps={{ name: "country", defaultValue: now.country }}
						options={countries}
					/>
				</Fieldset>
				<FormActions>
					<SubmitButton tone={params.mapping ? "primary" : "plain"}>Preview import</SubmitButton>
				</FormActions>
			</Form>
		</Section>
	);
}

function Columns({
	params: { headings, samples },
	chosen,
	fields,
}: {
	params: Shown["params"];
	chosen: readonly string[];
	fields: Shown["fields"];
}) {
	const options: Option[] = [
		{ value: "none", label: "Do not import" },
		...TARGETS.map((value) => ({ value, label: TARGET_LABELS[value], group: "Contact" })),
		...fields.map(({ id, label }) => ({ value: `field:${id}`, label, group: "Own fields" })),
	];
	return (
		<ul className="import-columns">
			{headings.map((heading, at) => {
				const examples = samples.map((cells) => cells[at] ?? "").filter(Boolean);
				return (
					// biome-ignore lint/suspicious/noArrayIndexKey: a column is its place; headings may come twice
					<li key={at}>
						<Select
							label={heading || `Column ${at + 1} (no heading)`}
							help={examples.length > 0 ? examples.join(" · ") : "No value in the first rows"}
							inputProps={{ name: `mapping[${at}]`, id: `column-${at}`, defaultValue: chosen[at] || "none" }}
							options={options}
						/>
					</li>
				);
			})}
		</ul>
	);
}
