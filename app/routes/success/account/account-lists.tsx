import type { ContractShown, StakeholderShown } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { Section } from "#app/ui/frame/page.tsx";
import { countOf } from "#app/ui/lists/count.tsx";
import { Status, type Tone } from "#app/ui/signs/badge.tsx";
import { Money } from "#app/ui/signs/money.tsx";
import { dayOf } from "../renewal-day.tsx";

const SENTIMENT_TONES: Readonly<Record<StakeholderShown["sentiment"], Tone>> = {
	positive: "good",
	neutral: "neutral",
	negative: "bad",
	unknown: "neutral",
};

export function Contracts({ contracts }: { contracts: readonly ContractShown[] }) {
	return (
		<Section title="Contracts">
			{contracts.length === 0 && <p className="muted">None noted.</p>}
			{contracts.length > 0 && (
				<table className="table">
					<thead>
						<tr>
							<th scope="col">Contract</th>
							<th scope="col">From</th>
							<th scope="col">To</th>
							<th scope="col" className="end">
								Value
							</th>
						</tr>
					</thead>
					<tbody>
						{contracts.map(
							({ id, title, number, startsOn, endsOn, valueCents, currency, noticeDays, renewalTerms }) => (
								<tr key={id}>
									<th scope="row">
										{title}
										{number && <small>{number}</small>}
										{renewalTerms && <small>{renewalTerms}</small>}
									</th>
									<td data-label="From">{dayOf(startsOn) ?? "–"}</td>
									<td data-label="To">
										{dayOf(endsOn) ?? "–"}
										{noticeDays !== null && <small>{countOf(noticeDays, "day")} notice</small>}
									</td>
									<td className="end" data-label="Value">
										<Money minor={valueCents} currency={currency} />
									</td>
								</tr>
							),
						)}
					</tbody>
				</table>
			)}
		</Section>
	);
}

export function Stakeholders({ stakeholders }: { stakeholders: readonly StakeholderShown[] }) {
	return (
		<Section title="Who decides">
			{stakeholders.length === 0 && <p className="muted">Nobody noted.</p>}
			{stakeholders.length > 0 && (
				<table className="table">
					<thead>
						<tr>
							<th scope="col">Name</th>
							<th scope="col">Influence</th>
							<th scope="col">Sentiment</th>
						</tr>
					</thead>
					<tbody>
						{stakeholders.map(({ id, contactId, name, title, influence, sentiment }) => (
							<tr key={id}>
								<th scope="row">
									{contactId ? <a href={`/contacts/${contactId}`}>{name}</a> : name}
									{title && <small>{title}</small>}
								</th>
								<td data-label="Influence">{influence}</td>
								<td data-label="Sentiment">
									<Status tone={SENTIMENT_TONES[sentiment]}>{sentiment}</Status>
								</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
		</Section>
	);
}
