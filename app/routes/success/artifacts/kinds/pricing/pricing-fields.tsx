import { useState } from "react";
import { outsideLimits, UPLIFT_WAY_LABELS, UPLIFT_WAYS } from "#app/domain/artifacts/rules/pricing.ts";
import { Fieldset } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { useRows } from "../more-rows.tsx";
import { type FieldsProps, numberFrom, type Posted, rowsIn, textIn } from "../view.ts";
import { PricingSum } from "./pricing-sum.tsx";

const YEARS = [1, 2, 3, 4, 5].map((years) => ({
	value: String(years),
	label: years === 1 ? "1 year" : `${years} years`,
}));

/** The figures of a price, and what they come to now; it is worked out again when it is saved. */
export function PricingFields({ values, errors, limits, blank }: FieldsProps) {
	const [typed, setTyped] = useState(values);
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
		<div className="stack" onChange={(event) => setTyped(figuresIn(event.currentTarget))}>
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
						help: `Below zero it lowers the price.${limits ? ` Below ${limits.leastUplift}\u00a0% or above ${limits.mostUplift}\u00a0% a manager approves it.` : ""}`,
					})}
					<Select
						label="The uplift counts"
						options={UPLIFT_WAYS.map((way) => ({ value: way, label: UPLIFT_WAY_LABELS[way] }))}
						errors={errors["content.upliftWay"]}
						inputProps={{ name: "content.upliftWay", defaultValue: textIn(values, "upliftWay") }}
					/>
					{text("discount", "Discount, %", {
						help: `Of each year, after the uplift.${limits ? ` Above ${limits.mostDiscount}\u00a0% a manager approves it.` : ""}`,
					})}
					<TextInput
						label="Currency"
						errors={errors["content.currency"]}
						inputProps={{ name: "content.currency", maxLength: 3, defaultValue: textIn(values, "currency") }}
					/>
				</div>
			</Fieldset>
			<PricingLines rows={rowsIn(values, "lines")} {...{ errors, limits, blank }} />
			<PricingSum values={typed} />
			{limits && <Outside reasons={outsideLimits(readPercentages(typed), limits)} />}
			<TextArea
				label="Notes"
				optional
				errors={errors["content.notes"]}
				inputProps={{ name: "content.notes", rows: 4, maxLength: 5_000, defaultValue: textIn(values, "notes") }}
			/>
		</div>
	);
}

/** Why a manager has to approve what stands in the fields now: as it was opened, and with JavaScript as one types. */
function Outside({ reasons }: { reasons: readonly string[] }) {
	return (
		<div role="status" className="pricing-outside">
			{reasons.length > 0 && (
				<Notice tone="warn" title="A manager has to approve this price.">
					{reasons.join(" ")}
				</Notice>
			)}
		</div>
	);
}

/** What a form's fields hold, by the names that they are posted under. */
function figuresIn(fields: HTMLElement): Posted {
	const value = (name: string) =>
		fields.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="content.${name}"]`)?.value ?? "";
	const lines = Array.from(fields.querySelectorAll(".form-rows"), (_, index) =>
		Object.fromEntries(LINE_FIELDS.map((name) => [name, value(`lines[${index}].${name}`)])),
	);
	return { ...Object.fromEntries(FIGURES.map((name) => [name, value(name)])), lines };
}

const FIGURES = ["uplift", "discount", "years", "upliftWay", "currency"];
const LINE_FIELDS = ["name", "current", "uplift", "discount"] as const;

/** What is typed, as far as it can be read: lines that are empty, and what is no number, do not count. */
function readPercentages(values: Posted) {
	const of = (row: Posted, name: string) => {
		const percentage = numberFrom(textIn(row, name));
		return Number.isNaN(percentage) ? null : percentage;
	};
	const rows = rowsIn(values, "lines").filter((row) => LINE_FIELDS.some((name) => textIn(row, name).trim() !== ""));
	return {
		...{ upliftPercent: of(values, "uplift") ?? 0, discountPercent: of(values, "discount") ?? 0 },
		lines: rows.map((row, index) => ({
			name: textIn(row, "name").trim() || `line ${index + 1}`,
			...{ upliftPercent: of(row, "uplift"), discountPercent: of(row, "discount") },
		})),
	};
}

/** Lines that are there and empty ones: a line that is emptied goes, one that is filled joins. */
function PricingLines({
	rows,
	errors,
	limits,
	blank,
}: { rows: readonly Posted[] } & Pick<FieldsProps, "errors" | "limits" | "blank">) {
	const { all, button } = useRows({ rows, blank, most: 30, names: LINE_FIELDS });
	return (
		<Fieldset legend="Lines">
			<p className="field-help">
				What is paid a year today. A line's own uplift or discount counts instead of the ones above
				{limits && ", within the same limits"}. Empty a line to remove it.
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
			{button}
		</Fieldset>
	);
}
