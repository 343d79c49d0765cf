import { Form } from "@remix-run/react";
import { BY_LABELS, type ContractAnalysis } from "#app/domain/artifacts/contract/content.ts";
import { strangerWords } from "#app/domain/artifacts/contract/strange-parties.ts";
import { type Finding, SURENESS_LABELS, type Sureness, TERM_LABELS } from "#app/domain/artifacts/contract/terms.ts";
import { valueWords } from "#app/domain/artifacts/contract/value-words.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { Status, type Tone } from "#app/ui/signs/badge.tsx";
import { Day, WithDays } from "#app/ui/signs/day.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import type { KindView, Shown, ViewProps } from "../view.ts";
import { ContractFields } from "./contract-fields.tsx";
import { readContractForm, writeContract } from "./contract-form.ts";

const TONES: Record<Sureness, Tone> = { clear: "good", likely: "info", unsure: "warn" };

/** What a contract says: each term beside the words that it stands on. */
/** A term's value as people read it. */
const Value = ({ of }: { of: Finding["value"] }) => (of.kind === "date" ? <Day on={of.date} /> : valueWords(of));

function View({ content, artifact, mayWork }: ViewProps<ContractAnalysis>) {
	const { contractId, isContract, findings, notes, by, why } = content;
	if (contractId && isContract === null) return <NotRead {...{ contractId, mayWork }} reading={artifact.reading} />;
	const risks = findings.filter(({ term }) => term === "risk");
	const terms = findings.filter(({ term }) => term !== "risk");
	return (
		<>
			{artifact.strangers.length > 0 && artifact.account && (
				<Notice tone="warn">{strangerWords(artifact.strangers, artifact.account)}</Notice>
			)}
			{isContract === false && <Notice tone="warn">{why} The file is kept.</Notice>}
			{isContract && (
				<p className="muted">
					{BY_LABELS[by]} Read the words beside a term before you rely on it.
					{!content.hasPages && " The document tells no pages."}
				</p>
			)}
			{notes.map((note) => (
				<Notice key={note}>
					<WithDays text={note} />
				</Notice>
			))}
			{contractId && (
				<p className="cluster artifact-lead">
					<a href={`/success/contracts/${contractId}/original`} className="screen-only">
						Open the original{content.file && `, ${content.file}`}
					</a>
					{mayWork && artifact.accountId && terms.some(({ term }) => term === "end" || term === "value") && (
						<ButtonLink to={`/success/contracts/${contractId}/application`}>Apply to the account</ButtonLink>
					)}
				</p>
			)}
			{terms.length > 0 && (
				<Section title="Terms">
					<Findings findings={terms} content={content} label="Term" />
				</Section>
			)}
			{risks.length > 0 && (
				<Section title="Risks">
					<Findings findings={risks} content={content} label="Risk" />
				</Section>
			)}
			{isContract === null && findings.length === 0 && <p className="muted">No term is written yet.</p>}
		</>
	);
}

function NotRead({ contractId, reading, mayWork }: { contractId: string; mayWork: boolean } & Pick<Shown, "reading">) {
	const href = `/success/contracts/${contractId}`;
	if (reading?.state === "failed")
		return (
			<>
				<Notice tone="bad" title="The contract could not be read.">
					{reading.reason} The file is kept: <a href={`${href}/original`}>download it</a>, or write its terms by hand.
				</Notice>
				{mayWork && !reading.neverReads && (
					<Form discover="none" method="post" action={href} className="artifact-from">
						<SubmitButton tone="plain">Read it again</SubmitButton>
					</Form>
				)}
			</>
		);
	return (
		<Notice>
			The file was not read yet. <a href={href}>See how far it is</a>
		</Notice>
	);
}

function Findings({
	findings,
	content,
	label,
}: {
	findings: readonly Finding[];
	content: ContractAnalysis;
	label: "Term" | "Risk";
}) {
	return (
		<table className="table artifact-terms">
			<thead>
				<tr>
					<th scope="col">{label}</th>
					{label === "Term" && <th scope="col">Value</th>}
					<th scope="col">Words of the contract</th>
					<th scope="col">How sure</th>
				</tr>
			</thead>
			<tbody>
				{findings.map((finding) => (
					<tr key={finding.id}>
						<th scope="row">
							{label === "Term" ? TERM_LABELS[finding.term] : <Value of={finding.value} />}
							{label === "Risk" && <Who by={finding.by} />}
						</th>
						{label === "Term" && (
							<td data-label="Value">
								<Value of={finding.value} />
								<Who by={finding.by} />
							</td>
						)}
						<td data-label="Words">
							<Quote finding={finding} content={content} />
						</td>
						<td data-label="How sure">
							<Status tone={TONES[finding.sureness]}>{SURENESS_LABELS[finding.sureness]}</Status>
							{finding.note && (
								<>
									<br />
									<small className="muted">
										<WithDays text={finding.note} />
									</small>
								</>
							)}
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

/** Whose the term is: who pays, who may raise the price, who gives notice. */
function Who({ by }: { by: string | undefined }) {
	if (!by) return null;
	return (
		<>
			<br />
			<small className="muted" title={by}>
				{by.replace(/ \(.*\)$/, "")}
			</small>
		</>
	);
}

/** The words, and the page of the original, which a browser's own reader opens where it is told (RFC 8118, 3). */
function Quote({ finding: { quote, page }, content }: { finding: Finding; content: ContractAnalysis }) {
	if (quote === "") return <span className="muted">No words are given</span>;
	const where = `Page ${page}`;
	return (
		<p>
			“{quote}”{" "}
			{content.contractId && content.hasPages && (
				<a href={`/success/contracts/${content.contractId}/original#page=${page}`}>{where}</a>
			)}
			{!content.contractId && content.hasPages && <small className="muted">{where}</small>}
		</p>
	);
}

export const contractAnalysisView: KindView<ContractAnalysis> = {
	View,
	Fields: ContractFields,
	write: writeContract,
	read: readContractForm,
};
