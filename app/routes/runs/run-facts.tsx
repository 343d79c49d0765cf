import type { SerializeFrom } from "@remix-run/node";
import { Link } from "@remix-run/react";
import type { RunDetail } from "#app/domain/workflows/reading/get-run.ts";
import { SubjectLink } from "#app/routes/audit/subject-link.tsx";
import { formatCount } from "#app/ui/lists/count.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Badge } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { lengthBetween } from "./step-words.ts";

export type ShownRun = SerializeFrom<Omit<RunDetail, "graph">>;

/** What a run is, beside its story. */
export function RunFacts({ run }: { run: ShownRun }) {
	const { workflow, version, startedBy, createdAt, endedAt, subject, parent, replayOf, stepsBegun } = run;
	const isOld = workflow.published !== null && workflow.published !== version;
	return (
		<DescriptionList
			facts={[
				{
					label: "Workflow",
					value: workflow.isTrashed ? (
						`${workflow.name} (deleted)`
					) : (
						<Link to={`/studio/${workflow.id}`} discover="none">
							{workflow.name}
						</Link>
					),
				},
				{ label: "Version", value: isOld ? `${version}; ${workflow.published} is the newest` : version },
				{ label: "Started by", value: startedBy },
				{ label: "Started", value: <Time at={createdAt} as="exact" /> },
				{ label: "Ended", value: endedAt && <Time at={endedAt} as="exact" /> },
				{ label: "Took", value: endedAt && lengthBetween(createdAt, endedAt) },
				{
					label: "About",
					value: subject && (
						<>
							{subject.name ? <SubjectLink subject={subject} /> : "something that is gone"}{" "}
							<Badge>{subject.type}</Badge>
						</>
					),
				},
				{ label: "Begun by", value: parent && <RunLink id={parent.id} words={`A run of ${parent.workflow}`} /> },
				{ label: "Replays", value: replayOf && <RunLink id={replayOf} words="An earlier run" /> },
				{ label: "Steps begun", value: formatCount(stepsBegun) },
			]}
		/>
	);
}

/** A run, in words of the place that names it. */
export const RunLink = ({ id, words }: { id: string; words: string }) => (
	<Link to={`/runs/${id}`} discover="none">
		{words}
	</Link>
);
