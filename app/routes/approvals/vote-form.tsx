import { Form } from "@remix-run/react";
import type { FormReply } from "#app/doors/form.ts";
import { errorsOf, typedOf } from "#app/routes/crm/records/typed.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { type ShownApproval, whoDecides } from "./approval-facts.tsx";
import { ChangeableText, FixedText } from "./changeable-text.tsx";

/** The yes or no of whoever may say it; for everybody else why there is nothing to press. */
export function VoteForm({ approval, reply }: { approval: ShownApproval; reply: FormReply | undefined }) {
	const errors = errorsOf(reply);
	if (!approval.isMine || !approval.isAwaited) {
		return (
			<>
				<ErrorSummary allErrors={errors} />
				<FixedText text={approval.text} />
				<Notice>{whyNot(approval)}</Notice>
			</>
		);
	}
	return (
		<Form discover="none" method="post" action={`/approvals/${approval.id}`} className="form" data-unsaved>
			<ErrorSummary allErrors={errors} />
			<ChangeableText approval={approval} reply={reply} />
			<TextArea
				label="Reason"
				optional
				help="Whoever looks at the run reads it."
				errors={errors.note}
				inputProps={{ name: "note", rows: 3, maxLength: 2_000, defaultValue: String(typedOf(reply)?.note ?? "") }}
			/>
			<FormActions>
				<SubmitButton icon="check" name="answer" value="yes">
					Approve
				</SubmitButton>
				<SubmitButton tone="danger" name="answer" value="no">
					Reject
				</SubmitButton>
				{approval.text && (
					<SubmitButton tone="quiet" name="answer" value="save">
						Save the text only
					</SubmitButton>
				)}
			</FormActions>
			{approval.needed > 1 && (
				<p className="field-help">
					{approval.needed} have to say yes before it goes on; one no is enough to decline it.
					{approval.text && " Who said yes to a text that is changed after is asked again."}
				</p>
			)}
		</Form>
	);
}

function whyNot(approval: ShownApproval): string {
	const { state, isAwaited, votes } = approval;
	if (state === "withdrawn") return "The run that asked this has ended, so nobody has to decide it any more.";
	if (state !== "open") return `This is ${state} already.`;
	if (!isAwaited) return "The run no longer waits for this: its time is up, or it went on another way.";
	if (votes.some(({ isMine }) => isMine)) return "You have said yes. Others are needed before the run goes on.";
	return `You are not among those who decide this. Who may: ${whoDecides(approval)}.`;
}
