import type { SerializeFrom } from "@remix-run/node";
import { APPROVAL_STATE_LABELS } from "#app/domain/workflows/approvals/schema.ts";
import type { ApprovalDetail } from "#app/domain/workflows/reading/approval-queries.ts";
import { SubjectLink } from "#app/routes/audit/subject-link.tsx";
import { RunLink } from "#app/routes/runs/run-facts.tsx";
import { APPROVAL_TONES } from "#app/routes/runs/run-tones.ts";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export type ShownApproval = SerializeFrom<Omit<ApprovalDetail, "made">>;

const ROLE_WORDS: Readonly<Record<string, string>> = {
	user: "any member who is not a viewer",
	manager: "managers and above",
	admin: "administrators and above",
	owner: "owners",
};

/** Who may decide, in words. */
export function whoDecides({ approvers, leastRole }: Pick<ShownApproval, "approvers" | "leastRole">): string {
	if (approvers.length > 0) return approvers.map(({ name }) => name).join(", ");
	return ROLE_WORDS[leastRole] ?? leastRole;
}

/** What an approval is, beside it. */
export function ApprovalFacts({ approval }: { approval: ShownApproval }) {
	const { state, workflow, runId, subject, given, needed, createdAt, dueAt, decidedAt } = approval;
	return (
		<DescriptionList
			facts={[
				{ label: "State", value: <Status tone={APPROVAL_TONES[state]}>{APPROVAL_STATE_LABELS[state]}</Status> },
				{ label: "Yes so far", value: `${given} of ${needed}` },
				{ label: "Who may decide", value: whoDecides(approval) },
				{
					label: "Asked by",
					value: <RunLink id={runId} words={`A run of ${workflow.name}`} />,
				},
				{
					label: "About",
					value: subject?.name && <SubjectLink subject={subject} />,
				},
				{ label: "Asked", value: <Time at={createdAt} as="exact" /> },
				{ label: "Until", value: dueAt && <Time at={dueAt} as="exact" /> },
				{ label: "Decided", value: decidedAt && <Time at={decidedAt} as="exact" /> },
			]}
		/>
	);
}
