import { type Pricing, UPLIFT_WAY_LABELS, workOutPricing } from "#app/domain/artifacts/rules/pricing.ts";
import { Section } from "#app/ui/frame/page.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Money } from "#app/ui/signs/money.tsx";
import type { ViewProps } from "./view.ts";

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
							value: `${years} ${years === 1 ? "year" : "years"}${startsOn ? ` from ${startsOn}` : ""}`,
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
						{ label: "Discount", value: `${content.discountPercent} % of each year` },
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

function YearTable({ content, priced }: { content: Pricing; priced: ReturnType<typeof workOutPricing> }) {
	const money = (minor: number) => <Money minor={minor} currency={content.currency} />;
	const years = priced.years.map((_, year) => `Year ${year + 1}`);
	const hasDiscount = priced.years.some(({ discountCents }) => discountCents > 0);
	const totalOf = (line: (typeof priced.lines)[number]) =>
		line.years.reduce((sum, { priceCents }) => sum + priceCents, 0);
	const row = (label: string, cents: readonly number[], total: number, today?: number) => (
		<tr>
			<th scope="row">{label}</th>
			<td className="end" data-label={today === undefined ? undefined : "Today"}>
				{today !== undefined && money(today)}
			</td>
			{cents.map((minor, year) => (
				<td className="end" key={years[year]} data-label={years[year]}>
					{money(minor)}
				</td>
			))}
			<td className="end" data-label="Together">
				{money(total)}
			</td>
		</tr>
	);
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
					<tr key={line.key}>
						<th scope="row">
							{line.name}
							<small>
								{line.upliftPercent} % uplift, {line.discountPercent} % discount
							</small>
						</th>
						<td className="end" data-label="Today">
							{money(content.lines[index]!.currentCents)}
						</td>
						{line.years.map(({ priceCents }, year) => (
							<td className="end" key={years[year]} data-label={years[year]}>
								{money(priceCents)}
							</td>
						))}
						<td className="end" data-label="Together">
							{money(totalOf(line))}
						</td>
					</tr>
				))}
			</tbody>
			<tbody className="artifact-totals">
				{hasDiscount &&
					row(
						"Before the discount",
						priced.years.map(({ listCents }) => listCents),
						priced.years.reduce((sum, { listCents }) => sum + listCents, 0),
					)}
				{hasDiscount &&
					row(
						"Discount",
						priced.years.map(({ discountCents }) => 0 - discountCents),
						0 - priced.years.reduce((sum, { discountCents }) => sum + discountCents, 0),
					)}
				{row(
					"Total",
					priced.years.map(({ priceCents }) => priceCents),
					priced.totalCents,
					priced.currentCents,
				)}
			</tbody>
		</table>
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
