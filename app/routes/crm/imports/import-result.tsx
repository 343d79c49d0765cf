import { Form } from "@remix-run/react";
import type { Import } from "#app/domain/crm/imports/import-queries.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { countOf } from "#app/ui/lists/count.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Progress } from "#app/ui/signs/progress.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { totalOf } from "./import-words.ts";
import { CountLine } from "./preview-part.tsx";

type Shown = Pick<Import, "id" | "state" | "params" | "counts" | "reason" | "total" | "done" | "memberName"> & {
	startedAt: Date | string | null;
	endedAt: Date | string | null;
	undoneAt: Date | string | null;
};

/** An import that has begun: how far it is, what it did, and what can be done about it. */
export function ImportResult({ one, isStill }: { one: Shown; isStill: boolean }) {
	const { id, state, params, counts } = one;
	const expected = params.preview ? totalOf(params.preview.counts) : undefined;
	return (
		<div className="stack">
			{state === "running" && <Progress label="Importing" done={one.done} total={expected} />}
			{state === "undoing" && <Progress label="Undoing the import" done={one.done} total={one.total} />}
			{state === "failed" && (
				<Notice tone="bad">
					{one.reason ?? "The import could not go on."} What was done stays, and can be undone.
				</Notice>
			)}
			{state === "cancelled" && (
				<Notice tone="warn">The import was stopped. What was done stays, and can be undone.</Notice>
			)}
			{isStill && <Still id={id} />}
			{params.undo && <Undone undo={params.undo} isDone={state === "undone"} />}
			<Section title="Rows of the file">
				<CountLine counts={counts} words="did" />
				{counts.refused > 0 && (
					<p>
						<ButtonLink to={`/imports/${id}/refused.csv`} download icon="download">
							Download {countOf(counts.refused, "refused row")}
						</ButtonLink>
					</p>
				)}
			</Section>
			<DescriptionList
				facts={[
					{ label: "By", value: one.memberName },
					{ label: "Begun", value: one.startedAt && <Time at={one.startedAt} /> },
					{ label: "Ended", value: one.endedAt && <Time at={one.endedAt} /> },
					{ label: "Undone", value: one.undoneAt && <Time at={one.undoneAt} /> },
				]}
			/>
		</div>
	);
}

function Still({ id }: { id: string }) {
	return (
		<Notice tone="warn" title="Nothing has moved for two minutes.">
			What was done is kept.
			<Form discover="none" method="post" action={`/imports/${id}/state`}>
				<SubmitButton small name="act" value="resume">
					Go on with the work
				</SubmitButton>
			</Form>
		</Notice>
	);
}

function Undone({ undo: { undone, left }, isDone }: { undo: { undone: number; left: number }; isDone: boolean }) {
	return (
		<Notice tone={left > 0 ? "warn" : "good"} title={isDone ? "Undone." : "So far:"}>
			{countOf(undone, "change")} taken back.{" "}
			{left > 0 &&
				`${countOf(left, "record")} left as they are: somebody changed them since, or something hangs on them by now.`}
		</Notice>
	);
}
