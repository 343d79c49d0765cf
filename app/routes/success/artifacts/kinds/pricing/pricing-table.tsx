import { type Pricing, UPLIFT_WAY_LABELS, workOutPricing } from "#app/domain/artifacts/rules/pricing.ts";
import { Section } from "#app/ui/frame/page.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Day } from "#app/ui/signs/day.tsx";
import { Money } from "#app/ui/signs/money.tsx";
import type { ViewProps } from "../view.ts";

/** A price, worked out year by year. */
export function PricingTable({ content }: ViewProps<Pricing>) {
	const { currency, years, startsOn, notes } = content;
	const priced = workOutPricing(content);
	const money = (minor: number) => <Money minor={minor} currency={currency} />;
	return (
		<>
			<Section title="Offer">
				<DescriptionList
					facts={[
						{ label: "Total contract value", value: <strong>{money(priced.totalCents)}</strong> },
						{
							label: "Term",
							value: (
								<>
									{years} {years === 1 ? "year" : "years"}
									{startsOn && (
										<>
											{" "}
											from <Day on={startsOn} />
										</>
									)}
								</>
							),
						},
						{ label: "A year on average", value: money(priced.averageCents) },
						{ label: "A year today", value: money(priced.currentCents) },
						{
							label: "Against today's price",
							value: <Difference minor={priced.differenceCents} currency={currency} />,
						},
						{
							label: "Uplift",
							value: `${content.upliftPercent} %, ${UPLIFT_WAY_LABELS[content.upliftWay].toLowerCase()}`,
						},
						{
							label: "Discount",
							value: `${content.discountPercent} % of each year${content.lines.some(({ discountPercent }) => discountPercent !== null) ? ", and as a line says of its own" : ""}`,
						},
					]}
				/>
			</Section>
			<Section title="Year by year">
				<YearTable content={content} priced={priced} />
				<p className="muted artifact-rule">
					Each line of each year is rounded to {currency}'s smallest unit, halves upwards: first with its uplift, then
					its discount. Totals are sums of these lines.
				</p>
			</Section>
			{notes && (
				<Section title="Notes">
					<p className="artifact-text">{notes}</p>
				</Section>
			)}
		</>
	);
}

type PricedTable = ReturnType<typeof workOutPricing>;

function YearTable({ content, priced }: { content: Pricing; priced: PricedTable }) {
	const years = priced.years.map((_, year) => `Year ${year + 1}`);
	const hasDiscount = priced.years.some(({ discountCents }) => discountCents > 0);
	const row = { years, currency: content.currency };
	return (
		<table className="table artifact-prices">
			<caption className="hidden-text">The price of each line in each year</caption>
			<thead>
				<tr>
					<th scope="col">Line</th>
					{["Today", ...years, "Together"].map((label) => (
						<th scope="col" className="end" key={label}>
							{label}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{priced.lines.map((line, index) => (
					<PriceRow
						key={line.key}
						label={line.name}
						note={`${line.upliftPercent} % uplift, ${line.discountPercent} % discount`}
						today={content.lines[index]!.currentCents}
						cents={line.years.map(({ priceCents }) => priceCents)}
						{...row}
					/>
				))}
			</tbody>
			<tbody className="artifact-totals">
				{hasDiscount && (
					<PriceRow label="Before the discount" cents={priced.years.map(({ listCents }) => listCents)} {...row} />
				)}
				{hasDiscount && (
					<PriceRow label="Discount" cents={priced.years.map(({ discountCents }) => 0 - discountCents)} {...row} />
				)}
				<PriceRow
					label="Total"
					today={priced.currentCents}
					cents={priced.years.map(({ priceCents }) => priceCents)}
					{...row}
				/>
			</tbody>
		</table>
	);
}

type RowProps = {
	label: string;
	note?: string;
	today?: number;
	/** By year; together they are the last column. */
	cents: readonly number[];
	years: readonly string[];
	currency: string;
};

function PriceRow({ label, note, today, cents, years, currency }: RowProps) {
	return (
		<tr>
			<th scope="row">
				{label}
				{note && <small>{note}</small>}
			</th>
			<td className="end" data-label={today === undefined ? undefined : "Today"}>
				{today !== undefined && <Money minor={today} currency={currency} />}
			</td>
			{cents.map((minor, year) => (
				<td className="end" key={years[year]} data-label={years[year]}>
					<Money minor={minor} currency={currency} />
				</td>
			))}
			<td className="end" data-label="Together">
				<Money minor={cents.reduce((sum, minor) => sum + minor, 0)} currency={currency} />
			</td>
		</tr>
	);
}

function Difference({ minor, currency }: { minor: number; currency: string }) {
	if (minor === 0) return <>The same</>;
	return (
		<>
			<Money minor={Math.abs(minor)} currency={currency} /> {minor > 0 ? "more" : "less"} over the term
		</>
	);
}
