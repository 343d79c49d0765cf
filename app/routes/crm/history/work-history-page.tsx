import { Fragment } from "react";
import { subjectPath } from "#app/routes/audit/subject-links.ts";
import type { WorkShown } from "./history-door.ts";
import { AsOf, NotThen, PastPage, ThenAndNow } from "./history-page.tsx";

/** A task or a note as it was at an instant, as records have it. */
export function WorkHistoryPage({ shown }: { shown: WorkShown }) {
	const { id, type, name, subject } = shown.work;
	const about = subjectPath(subject);
	const crumbs =
		type === "task"
			? [
					{ label: "Tasks", href: "/tasks" },
					{ label: name || "Task", href: `/tasks/${id}` },
				]
			: about
				? [{ label: "Record", href: about }]
				: [];
	const title = type === "task" ? `Past versions of ${name || "a task"}` : "Past versions of a note";
	return (
		<PastPage title={title} crumbs={crumbs} shown={shown}>
			{shown.at && <Version shown={shown} at={shown.at} />}
		</PastPage>
	);
}

function Version({ shown: { work, version }, at }: { shown: WorkShown; at: string }) {
	if (!version) return <NotThen createdAt={work.createdAt} />;
	const now = new Map(work.values.map(({ name, text }) => [name, text]));
	return (
		<>
			<AsOf at={at} inTrash={version.inTrash} />
			<dl className="facts">
				{version.values.map(({ name, label, text }) =>
					text === "" && !now.get(name) ? null : (
						<Fragment key={name}>
							<dt>{label}</dt>
							<ThenAndNow past={text} now={now.get(name) ?? ""} />
						</Fragment>
					),
				)}
			</dl>
		</>
	);
}
