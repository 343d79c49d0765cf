import { minorAsText } from "#app/base/words/money-text.ts";
import { INFLUENCES, SENTIMENTS } from "#app/domain/crm/accounts/stakeholders.ts";
import type { ContractShown, StakeholderShown } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { Fieldset } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";

type Typed = Readonly<Record<string, unknown>> | undefined;
type Row = Readonly<Record<string, string | null | undefined>>;

/** Rows that are there, and two empty ones: a row that is emptied goes, one that is filled joins. */
const withEmpty = (rows: readonly Row[]): Row[] => [...rows, {}, {}];

export function ContractRows({
	contracts,
	typed,
	errors,
}: {
	contracts: readonly ContractShown[];
	typed: Typed;
	errors: Readonly<Record<string, readonly string[]>>;
}) {
	const rows = typed
		? ((typed.contracts ?? []) as Row[])
		: contracts.map(({ id: _id, valueCents, noticeDays, ...one }) => ({
				...one,
				value: minorAsText(valueCents, one.currency),
				noticeDays: noticeDays?.toString() ?? null,
			}));
	return (
		<Fieldset legend="Contracts">
			{withEmpty(rows).map((row, index) => {
				const field = (name: string, label: string, type = "text") => {
					const full = `contracts[${index}].${name}`;
					return (
						<TextInput
							label={label}
							{...(errors[full] ? { errors: errors[full] } : {})}
							inputProps={{
								name: full,
								type,
								defaultValue: row[name] ?? "",
								"aria-label": `${label} of contract ${index + 1}`,
							}}
						/>
					);
				};
				return (
					// biome-ignore lint/suspicious/noArrayIndexKey: rows have places in the form and no other name
					<div className="form-rows" key={index}>
						{field("title", "Title")}
						{field("number", "Number")}
						{field("startsOn", "From", "date")}
						{field("endsOn", "To", "date")}
						{field("value", "Value")}
						{field("noticeDays", "Notice, days")}
						{field("renewalTerms", "Renewal terms")}
						<input type="hidden" name={`contracts[${index}].currency`} value={row.currency ?? ""} />
					</div>
				);
			})}
		</Fieldset>
	);
}

export function StakeholderRows({ stakeholders, typed }: { stakeholders: readonly StakeholderShown[]; typed: Typed }) {
	const rows = typed ? ((typed.stakeholders ?? []) as Row[]) : stakeholders.map(({ id: _id, ...one }) => one as Row);
	return (
		<Fieldset legend="Who decides">
			{withEmpty(rows).map((row, index) => {
				const full = (name: string) => `stakeholders[${index}].${name}`;
				const text = (name: string, label: string) => (
					<TextInput
						label={label}
						inputProps={{
							name: full(name),
							defaultValue: row[name] ?? "",
							"aria-label": `${label} of person ${index + 1}`,
						}}
					/>
				);
				const choice = (name: string, label: string, options: readonly string[], value: string) => (
					<Select
						label={label}
						options={options.map((one) => ({ value: one, label: one }))}
						inputProps={{
							name: full(name),
							defaultValue: row[name] ?? value,
							"aria-label": `${label} of person ${index + 1}`,
						}}
					/>
				);
				return (
					// biome-ignore lint/suspicious/noArrayIndexKey: rows have places in the form and no other name
					<div className="form-rows" key={index}>
						{text("name", "Name")}
						{text("title", "Title")}
						{choice("influence", "Influence", INFLUENCES, "medium")}
						{choice("sentiment", "Sentiment", SENTIMENTS, "unknown")}
						<input type="hidden" name={full("contactId")} value={row.contactId ?? ""} />
					</div>
				);
			})}
		</Fieldset>
	);
}
