import { Finding, RISK_LABELS, RISKS, TERM_LABELS, TERMS } from "#app/domain/artifacts/contract/terms.ts";
import { VALUE_HELP, valueWords } from "#app/domain/artifacts/contract/value-words.ts";
import { formatDate } from "#app/ui/format-time.ts";
import { Checkbox } from "#app/ui/forms/checkbox.tsx";
import { Fieldset } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { type FieldsProps, type Posted, rowsIn, textIn } from "../view.ts";

const TERM_OPTIONS = TERMS.map((term) => ({ value: term, label: TERM_LABELS[term] }));
const RISK_OPTIONS = RISKS.map((risk) => ({ value: RISK_LABELS[risk], label: RISK_LABELS[risk] }));

/** Each term with its words, and two empty ones. What is changed here is a member's own from then on. */
export function ContractFields({ values, errors }: FieldsProps) {
	const rows = rowsIn(values, "rows");
	const blank = rows.filter((row) => textIn(row, "kept") === "").length;
	const all = [...rows, ...Array.from({ length: Math.max(0, 2 - blank) }, () => ({}) as Posted)];
	return (
		<>
			<input type="hidden" name="content.head" value={textIn(values, "head")} />
			{all.map((row, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: rows have places in the form
				<Row key={at} {...{ row, at, errors }} />
			))}
			<TextArea
				label="Notes"
				optional
				help="One a line."
				errors={errors["content.notes"]}
				inputProps={{ name: "content.notes", rows: 4, maxLength: 5_000, defaultValue: textIn(values, "notes") }}
			/>
		</>
	);
}

const shownWords = (value: Finding["value"]) => (value.kind === "date" ? formatDate(value.date) : valueWords(value));

function Row({ row, at, errors }: { row: Posted; at: number; errors: FieldsProps["errors"] }) {
	const finding = readKept(textIn(row, "kept"));
	const field = (part: string) => `content.rows[${at}].${part}`;
	const value = { name: field("value"), defaultValue: textIn(row, "value") };
	const cause = errors[field("value")];
	const legend = finding ? `${TERM_LABELS[finding.term]}: ${shownWords(finding.value)}` : "Another term";
	return (
		<Fieldset legend={legend}>
			<input type="hidden" name={field("kept")} value={textIn(row, "kept")} />
			{!finding && (
				<Select
					label="Term"
					options={TERM_OPTIONS}
					empty="Choose a term"
					inputProps={{ name: field("term"), defaultValue: textIn(row, "term") }}
				/>
			)}
			{finding?.term === "risk" ? (
				<Select label="Risk" options={RISK_OPTIONS} errors={cause} inputProps={value} />
			) : (
				<TextInput
					label="Value"
					{...(finding ? { help: VALUE_HELP[finding.value.kind] } : {})}
					errors={cause}
					inputProps={{ ...value, maxLength: 300 }}
				/>
			)}
			<TextArea
				label="Words of the contract"
				optional
				inputProps={{ name: field("quote"), rows: 2, maxLength: 500, defaultValue: textIn(row, "quote") }}
			/>
			<TextInput
				label="Page"
				optional
				inputProps={{ name: field("page"), inputMode: "numeric", maxLength: 4, defaultValue: textIn(row, "page") }}
			/>
			{finding && (
				<Checkbox
					label="Remove this term"
					inputProps={{ name: field("remove"), value: "1", defaultChecked: textIn(row, "remove") !== "" }}
				/>
			)}
		</Fieldset>
	);
}

function readKept(text: string): Finding | undefined {
	try {
		return Finding.safeParse(JSON.parse(text)).data;
	} catch {
		return undefined;
	}
}
