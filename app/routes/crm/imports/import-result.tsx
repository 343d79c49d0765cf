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
			{params.undo && <Undone id={id} undo={params.undo} isDone={state === "undone"} />}
			<Section title="Rows of the file">
				<CountLine counts={counts} words="did" />
				<Records id={id} counts={counts} />
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

/** The way to what the import did, record by record. */
function Records({ id, counts }: { id: string; counts: Shown["counts"] }) {
	const links = (["created", "updated"] as const).filter((act) => counts[act] > 0);
	if (links.length === 0) return null;
	return (
		<p className="cluster">
			{links.map((act) => (
				<a key={act} href={`/imports/${id}/records?act=${act}`}>
					{act === "created" ? "What it created" : "What it updated, and how"}
				</a>
			))}
		</p>
	);
}

type UndoneShown = { id: string; undo: { undone: number; left: number }; isDone: boolean };

function Undone({ id, undo: { undone, left }, isDone }: UndoneShown) {
	return (
		<Notice tone={left > 0 ? "warn" : "good"} title={isDone ? "Undone." : "So far:"}>
			{countOf(undone, "change")} taken back.{" "}
			{left > 0 && (
				<>
					Of {countOf(left, "record")} something is left as it is: somebody changed it since, or something hangs on it
					by now. <a href={`/imports/${id}/records?act=left`}>See which</a>
				</>
			)}
		</Notice>
	);
}
