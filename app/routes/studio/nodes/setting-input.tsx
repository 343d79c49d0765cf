import type { ReactNode } from "react";
import type { FieldErrors } from "#app/base/errors.ts";
import { isRows, ROW_PARTS, rowsOf } from "#app/domain/workflows/drawing/setting-values.ts";
import { unchosenWords } from "#app/domain/workflows/drawing/shown-fields.ts";
import type { SampleResult } from "#app/domain/workflows/drawing/step-form.ts";
import type { SettingField } from "#app/domain/workflows/nodes/node-type.ts";
import type { Reference } from "#app/domain/workflows/nodes/records/references.ts";
import { ReferenceInput } from "#app/routes/studio/references/reference-input.tsx";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Checkbox } from "#app/ui/forms/checkbox.tsx";
import { FieldNotes } from "#app/ui/forms/field.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";

import { MemberInput } from "./member-input.tsx";
import { Row } from "./row.tsx";

type Props = {
	field: SettingField;
	/** As stored, or as typed: texts then. A switch that was posted unchecked is `false`. */
	value: unknown;
	/** By the name of the input. */
	errors: FieldErrors;
	results: Record<string, SampleResult>;
	/** Of a member, where the form came back: what stood in the field for an expression. */
	typedExpression?: string | undefined;
	/** The step's settings as they are shown: of which kind its record is. */
	settings: Readonly<Record<string, unknown>>;
};

/** One setting of a step by its kind. Rows come and go by buttons that post the form. */
export function SettingInput(props: Props) {
	const { field, value, errors, results } = props;
	const name = `settings.${field.name}`;
	const shown = {
		label: field.label,
		optional: field.isOptional === true,
		help: <Help text={field.help} result={results[name]} />,
		errors: errors[name],
	};
	const text = value === undefined || value === null ? "" : String(value);
	switch (field.kind) {
		case "lines":
			return <TextArea {...shown} inputProps={{ name, rows: 6, defaultValue: text }} />;
		case "expression":
			return (
				<TextArea
					{...shown}
					inputProps={
						{ name, rows: 2, maxLength: 2_000, spellCheck: false, "data-code": true, defaultValue: text } as never
					}
				/>
			);
		case "number":
			return <TextInput {...shown} inputProps={{ name, inputMode: "decimal", maxLength: 20, defaultValue: text }} />;
		case "choice":
			return (
				<Select
					{...shown}
					{...(text === "" && { empty: unchosenWords(field) })}
					inputProps={{ name, defaultValue: text }}
					options={field.choices ?? []}
				/>
			);
		case "member":
			return <MemberInput {...{ field, value: text, typed: props.typedExpression, shown, errors }} />;
		case "switch":
			return (
				<Checkbox
					label={field.label}
					help={shown.help}
					errors={shown.errors}
					inputProps={{ name, defaultChecked: isYes(value ?? field.unset) }}
				/>
			);
		case "pairs":
		case "cases":
			return <Rows {...props} />;
		default: {
			const kind = field.references === "record" ? recordKind(props.settings) : undefined;
			if (kind) return <ReferenceInput {...{ kind, name, shown }} value={text} beside={`${name}_`} />;
			return <TextInput {...shown} inputProps={{ name, maxLength: 10_000, defaultValue: text }} />;
		}
	}
}

/** Of which kind a step's own record is; undefined where it is found by something else than itself. */
function recordKind({ record, by, about }: Readonly<Record<string, unknown>>): Reference | undefined {
	if (by !== undefined && by !== "id") return undefined;
	return RECORD_KINDS.find((kind) => kind === (record ?? about));
}

const RECORD_KINDS: readonly Reference[] = ["contact", "account", "deal", "project"];

const isYes = (value: unknown) => value === true || value === "true" || value === "on";

/** The help of a field and, under it, what its expression comes to on sample data. */
function Help({ text, result }: { text: string | undefined; result: SampleResult | undefined }): ReactNode {
	if (!result) return text ?? null;
	return (
		<>
			{text}
			<span className={result.isGood ? "flow-result" : "flow-result flow-warning"}>
				On sample data: {result.isGood ? <code>{result.text}</code> : result.text}
			</span>
		</>
	);
}

const PART_LABELS: Record<string, string> = { name: "Name", value: "Value", port: "Case", when: "When" };

function Rows({ field, value, errors, results, settings }: Props) {
	if (!isRows(field.kind)) return null;
	const [first, second] = ROW_PARTS[field.kind];
	const rows = rowsOf(field.kind, value);
	const base = `settings.${field.name}`;
	const id = `field-${base}`;
	return (
		<fieldset className="field flow-rows" id={id} tabIndex={-1}>
			<legend className="field-label">
				{field.label}
				{field.isOptional && <span className="field-optional"> (optional)</span>}
			</legend>
			{/* What is in the fields follows the rows when one of them goes. */}
			<div key={JSON.stringify(rows)} className="flow-row-list">
				{(rows.length > 0 ? rows : [{}]).map((row, at) => {
					const name = (part: string) => `${base}[${at}].${part}`;
					return (
						<Row
							key={name("row")}
							labels={[`${PART_LABELS[first]} ${at + 1}`, `${PART_LABELS[second]} ${at + 1}`]}
							placeholders={[PART_LABELS[first]!, PART_LABELS[second]!]}
							names={[name(first), name(second)]}
							start={[row[first] ?? "", row[second] ?? ""]}
							errors={errors}
							help={results[name(second)] && <Help text={undefined} result={results[name(second)]} />}
							beside={`${base}[${at}].`}
							hasReferences={field.references === "fields"}
							record={settings.record}
						>
							<SubmitButton
								tone="quiet"
								small
								name="act"
								value={`drop:${field.name}:${at}`}
								aria-label={`Remove row ${at + 1} of ${field.label}`}
								formNoValidate
							>
								Remove
							</SubmitButton>
						</Row>
					);
				})}
			</div>
			<div>
				<SubmitButton
					tone="plain"
					small
					icon="plus"
					name="act"
					value={`add:${field.name}`}
					formNoValidate
					aria-label={`Add row: ${field.label}`}
				>
					Add row
				</SubmitButton>
			</div>
			<FieldNotes id={id} help={field.help} errors={errors[base]} />
		</fieldset>
	);
}
