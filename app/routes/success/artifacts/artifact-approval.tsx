import { Form } from "@remix-run/react";
import type { Beside } from "#app/domain/artifacts/reading/beside-artifact.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import type { Shown } from "./kinds/view.ts";

type Props = {
	artifact: Shown;
	beside: Pick<Beside, "reasons" | "approvers" | "isOnlyApprover" | "isAsker">;
	errors: Readonly<Record<string, readonly string[]>>;
	/** On the newest version alone. */
	mayWork: boolean;
	mayApprove: boolean;
};

/** Whether a price may be offered: what stands outside the limits, who was asked, and what they said. */
export function ArtifactApproval({ artifact, beside, errors, mayWork, mayApprove }: Props) {
	const { approval } = artifact;
	const { reasons, approvers, isOnlyApprover, isAsker } = beside;
	if (!approval && reasons.length === 0) return null;
	// Its task went to the trash: nobody is asked any more.
	const isForgotten = approval?.state === "waiting" && !approval.isAsked;
	return (
		<Section title="Approval">
			<div className="stack">
				<ApprovalState artifact={artifact} reasons={reasons} />
				{mayWork && (!approval || isForgotten) && (
					<Form discover="none" method="post" className="form artifact-ask" key={artifact.version}>
						<input type="hidden" name="act" value="ask" />
						<input type="hidden" name="version" value={artifact.version} />
						<Select
							label="Who decides"
							empty="Choose a manager"
							help={
								isOnlyApprover
									? "Nobody else here may approve a price, so you may decide this yourself."
									: "Another than you decides."
							}
							options={approvers.map(({ id, name }) => ({ value: id, label: name }))}
							errors={errors.memberId}
							inputProps={{ name: "memberId", defaultValue: "" }}
						/>
						<FormActions>
							<SubmitButton>{isForgotten ? "Ask again" : "Ask for approval"}</SubmitButton>
						</FormActions>
					</Form>
				)}
				{mayWork && approval?.state === "waiting" && mayApprove && !isAsker && (
					<Form discover="none" method="post" className="form artifact-ask">
						<input type="hidden" name="version" value={artifact.version} />
						<TextArea
							label="Why"
							optional
							help="A rejection says why."
							errors={errors.note}
							inputProps={{ name: "note", rows: 2, maxLength: 500 }}
						/>
						<FormActions>
							<SubmitButton name="act" value="approve">
								Approve version {artifact.version}
							</SubmitButton>
							<SubmitButton name="act" value="reject" tone="danger">
								Reject
							</SubmitButton>
						</FormActions>
					</Form>
				)}
				{approval?.state === "waiting" && mayApprove && isAsker && (
					<p className="muted">You asked for this approval, so another has to decide.</p>
				)}
				{approval?.state === "waiting" && !mayApprove && !isForgotten && (
					<p className="muted">A manager decides. You are told by this page once they have.</p>
				)}
			</div>
		</Section>
	);
}

/** How it stands, in words. Paper is for the customer's eyes: it tells that and when, not for what reasons of ours. */
export function ApprovalState({
	artifact,
	reasons,
	isPaper = false,
}: {
	artifact: Shown;
	reasons: readonly string[];
	isPaper?: boolean;
}) {
	const { approval } = artifact;
	const why = !isPaper && (
		<ul className="artifact-list screen-only">
			{(approval?.reasons ?? reasons).map((reason) => (
				<li key={reason}>{reason}</li>
			))}
		</ul>
	);
	if (!approval)
		return (
			<Notice tone="warn" title="Draft: this price needs a manager's approval before it is offered.">
				{why}
			</Notice>
		);
	if (approval.state === "waiting")
		return (
			<Notice tone="warn" title="Waiting for approval.">
				Asked by {approval.askedBy} <Time at={approval.askedAt} as="whole" />.{" "}
				{!isPaper && !approval.isAsked && "Nobody has a task to decide it any more: ask again. "}
				{why}
			</Notice>
		);
	const isYes = approval.state === "approved";
	return (
		<Notice tone={isYes ? "good" : "bad"} title={isYes ? "Approved." : "Rejected."}>
			By {approval.by} <Time at={approval.at!} as="whole" />, for version {artifact.number} alone.
			{!isPaper && approval.note && <span className="screen-only"> “{approval.note}”</span>} {why}
		</Notice>
	);
}
