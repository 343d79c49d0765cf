import { UPLIFT_WAY_LABELS, UPLIFT_WAYS } from "#app/domain/artifacts/rules/pricing.ts";
import { Fieldset } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { type FieldsProps, type Posted, rowsIn, textIn } from "./view.ts";

const YEARS = [1, 2, 3, 4, 5].map((years) => ({
	value: String(years),
	label: years === 1 ? "1 year" : `${years} years`,
}));

/** The figures of a price; it is worked out when it is saved. */
export function PricingFields({ values, errors, limits }: FieldsProps) {
	const text = (name: string, label: string, more: { type?: string; help?: string; optional?: boolean } = {}) => (
		<TextInput
			label={label}
			{...(more.help ? { help: more.help } : {})}
			{...(more.optional ? { optional: true } : {})}
			errors={errors[`content.${name}`] ?? errors[`content.${name}Percent`]}
			inputProps={{
				...{ name: `content.${name}`, type: more.type ?? "text", defaultValue: textIn(values, name) },
				...(more.type ? {} : { inputMode: "decimal" as const }),
			}}
		/>
	);
	return (
		<>
			<Fieldset legend="Terms">
				<div className="rule-fields">
					<Select
						label="Term"
						options={YEARS}
						errors={errors["content.years"]}
						inputProps={{ name: "content.years", defaultValue: textIn(values, "years") }}
					/>
					{text("startsOn", "Starts on", { type: "date", optional: true })}
					{text("uplift", "Uplift, %", {
						help: `Below zero it lowers the price.${limits ? ` Below ${limits.leastUplift} % or above ${limits.mostUplift} % a manager approves it.` : ""}`,
					})}
					<Select
						label="The uplift counts"
						options={UPLIFT_WAYS.map((way) => ({ value: way, label: UPLIFT_WAY_LABELS[way] }))}
						errors={errors["content.upliftWay"]}
						inputProps={{ name: "content.upliftWay", defaultValue: textIn(values, "upliftWay") }}
					/>
					{text("discount", "Discount, %", {
						help: `Of each year, after the uplift.${limits ? ` Above ${limits.mostDiscount} % a manager approves it.` : ""}`,
					})}
					<TextInput
						label="Currency"
						errors={errors["content.currency"]}
						inputProps={{ name: "content.currency", maxLength: 3, defaultValue: textIn(values, "currency") }}
					/>
				</div>
			</Fieldset>
			<PricingLines rows={rowsIn(values, "lines")} errors={errors} />
			<TextArea
				label="Notes"
				optional
				errors={errors["content.notes"]}
				inputProps={{ name: "content.notes", rows: 4, maxLength: 5_000, defaultValue: textIn(values, "notes") }}
			/>
		</>
	);
}

/** Lines that are there and two empty ones: a line that is emptied goes, one that is filled joins. */
function PricingLines({ rows, errors }: { rows: readonly Posted[]; errors: FieldsProps["errors"] }) {
	const all = [...rows, {}, {}].slice(0, 30);
	return (
		<Fieldset legend="Lines">
			<p className="field-help">
				What is paid a year today. A line's own uplift or discount counts instead of the ones above. Empty a line to
				remove it.
			</p>
			{all.map((row, index) => {
				const field = (name: string, label: string, decimal = false) => {
					const full = `content.lines[${index}].${name}`;
					const cause = errors[full] ?? errors[`${full}Percent`] ?? errors[`${full}Cents`];
					return (
						<TextInput
							label={label}
							{...(cause ? { errors: cause } : {})}
							inputProps={{
								...{ name: full, defaultValue: textIn(row, name), "aria-label": `${label} of line ${index + 1}` },
								...(decimal ? { inputMode: "decimal" as const } : {}),
							}}
						/>
					);
				};
				return (
					// biome-ignore lint/suspicious/noArrayIndexKey: lines have places in the form
					<div className="form-rows" key={index}>
						<input type="hidden" name={`content.lines[${index}].key`} value={textIn(row, "key")} />
						{field("name", "Name")}
						{field("current", "A year today", true)}
						{field("uplift", "Uplift, %", true)}
						{field("discount", "Discount, %", true)}
					</div>
				);
			})}
		</Fieldset>
	);
}
