import { Form } from "@remix-run/react";
import type { Choices } from "#app/domain/crm/imports/choices.ts";
import {
	ACCOUNT_ACTS,
	ACCOUNT_LABELS,
	DAY_ORDER_LABELS,
	DAY_ORDERS,
	DECIMAL_LABELS,
	DECIMALS,
	DELIMITER_LABELS,
	DELIMITER_NAMES,
	ENCODING_LABELS,
	ENCODINGS,
	IMPORT_NOUNS,
	type ImportName,
	type ImportParams,
	recordOf,
} from "#app/domain/crm/imports/schema.ts";
import { RECORD_NOUNS } from "#app/domain/crm/records/schema.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, Fieldset, FormActions } from "#app/ui/forms/form.tsx";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { type Option, Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { duplicateChoices } from "./import-words.ts";

type Shown = {
	rows: ImportName;
	choices: Choices;
	params: Omit<ImportParams, "preview">;
	fields: readonly { id: string; label: string }[];
	countries: readonly Option[];
	errors: Record<string, string[] | null>;
	/** What was chosen when it was refused. */
	typed?: Record<string, unknown> | undefined;
};

/** How the file is read, what each column becomes, and what happens to rows that are here already. */
export function MappingForm({ rows, choices, params, fields, countries, errors, typed }: Shown) {
	const all = Object.fromEntries(Object.entries(errors).map(([name, messages]) => [name, messages ?? []]));
	const now = { ...params, ...typed } as typeof params;
	const noun = IMPORT_NOUNS[rows].one;
	const record = RECORD_NOUNS[recordOf(rows)].one;
	return (
		<Section title="What each column becomes">
			<Form discover="none" method="post" className="form import-form" data-unsaved key={params.headings.join("\n")}>
				<ErrorSummary allErrors={all} />
				<Columns {...{ noun, params, choices, fields }} chosen={now.mapping} />
				<Fieldset legend="Rows that are here already">
					<RadioGroup
						label="What becomes of them"
						name="duplicates"
						chosen={[now.duplicates]}
						options={duplicateChoices(noun, choices.acts)}
					/>
					<Select
						label={`${record[0] === "a" ? "An" : "A"} ${record} is known by its`}
						inputProps={{ name: "match", defaultValue: now.match }}
						options={choices.matches}
					/>
				</Fieldset>
				{choices.asks.includes("accounts") && (
					<RadioGroup
						label="When the account that a row names is not here"
						name="accounts"
						chosen={[now.accounts]}
						options={choice(ACCOUNT_ACTS, ACCOUNT_LABELS)}
					/>
				)}
				<Reading now={now} asks={choices.asks} countries={countries} errors={all} />
				<FormActions>
					<SubmitButton tone={params.mapping ? "primary" : "plain"}>Preview import</SubmitButton>
				</FormActions>
			</Form>
		</Section>
	);
}

const choice = <Name extends string>(names: readonly Name[], labels: Readonly<Record<Name, string>>) =>
	names.map((value) => ({ value, label: labels[value] }));

type ReadingShown = {
	now: Shown["params"];
	asks: Choices["asks"];
	countries: Shown["countries"];
	errors: Record<string, string[]>;
};

/** What the file's bytes, numbers and days mean: guessed where that is sure, else asked. */
function Reading({ now, asks, countries, errors }: ReadingShown) {
	return (
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
			{asks.includes("country") && (
				<Select
					label="Phone numbers without a country code are of"
					inputProps={{ name: "country", defaultValue: now.country }}
					options={countries}
				/>
			)}
			{asks.includes("dates") && (
				<Select
					label="Days are written"
					help="03/04/2026 is two days, so it is refused until you say which comes first."
					inputProps={{ name: "dates", defaultValue: now.dates }}
					options={choice(DAY_ORDERS, DAY_ORDER_LABELS)}
				/>
			)}
			{asks.includes("numbers") && (
				<Select
					label="Numbers are written"
					help="1.250 is two numbers, so it is refused until you say what the point is. The preview shows what each becomes."
					inputProps={{ name: "decimals", defaultValue: now.decimals }}
					options={choice(DECIMALS, DECIMAL_LABELS)}
				/>
			)}
			{asks.includes("money") && (
				<TextInput
					label="Amounts that name no currency are in"
					errors={errors.currency}
					inputProps={{ name: "currency", defaultValue: now.currency, maxLength: 3, autoComplete: "off" }}
				/>
			)}
		</Fieldset>
	);
}

function Columns({
	noun,
	params: { headings, samples },
	choices,
	chosen,
	fields,
}: Pick<Shown, "params" | "choices" | "fields"> & { noun: string; chosen: readonly string[] }) {
	const options: Option[] = [
		{ value: "none", label: "Do not import" },
		...choices.targets.map((one) => ({ ...one, group: noun[0]!.toUpperCase() + noun.slice(1) })),
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
