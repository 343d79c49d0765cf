import { type RecordType, recordPath } from "#app/domain/crm/records/schema.ts";
import {
	TIMELINE_KIND_LABELS,
	TIMELINE_KINDS,
	type TimelineEntry,
	type TimelineKind,
} from "#app/domain/crm/timeline/schema.ts";
import { EventDetails, EventSentence } from "#app/routes/audit/event-sentence.tsx";
import { subjectPath } from "#app/routes/audit/subject-links.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { Section } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { type TimelineEntry as Shown, Timeline } from "#app/ui/records/timeline.tsx";
import { signOf } from "./timeline-signs.ts";

type Given = {
	type: RecordType;
	id: string;
	/** What the page's address narrows it to: `readTimelineKind` of its `kind`. */
	kind: TimelineKind;
	/** `listTimeline` with the address's `before`. */
	timeline: { entries: readonly TimelineEntry[]; older: string | null };
	/** Whether the address has a `before`: then there are newer ones. */
	isOlder?: boolean;
};

/** What happened with a record (CRM-6), as a part of its page: by kind and page in the address, fresh by itself. */
export function TimelinePart({ type, id, kind, timeline, isOlder = false }: Given) {
	useLiveRefresh([`${type}:${id}`]);
	const path = (more: Record<string, string>) => {
		const query = new URLSearchParams(kind === "all" || "kind" in more ? {} : { kind });
		for (const [name, value] of Object.entries(more)) if (value !== "all") query.set(name, value);
		return `${recordPath(type, id)}${query.size > 0 ? `?${query}` : ""}`;
	};
	return (
		<Section
			id="what-happened"
			title="What happened"
			actions={<a href={`${recordPath(type, id)}/history`}>Past versions</a>}
		>
			<Tabs
				label="Kinds of entries"
				tabs={TIMELINE_KINDS.map((each) => ({
					label: TIMELINE_KIND_LABELS[each],
					href: path({ kind: each }),
					current: each === kind,
				}))}
			/>
			{timeline.entries.length > 0 ? (
				<Timeline label="What happened" entries={timeline.entries.map(shownEntry)} />
			) : (
				<EmptyState
					title={kind === "all" ? "Nothing has happened yet" : "Nothing of this kind yet"}
					text="Messages, calls, notes, appointments, tasks and changes appear here by themselves."
				/>
			)}
			<Pager newer={isOlder ? path({}) : null} older={timeline.older && path({ before: timeline.older })} />
		</Section>
	);
}

function shownEntry(entry: TimelineEntry): Shown {
	const { id, at, name, sentence, text, badge, details, link } = entry;
	const path = subjectPath(link);
	const isLinked = sentence.some(({ about }) => about && subjectPath(about) === path);
	return {
		...{ id, at, who: "", ...signOf(name) },
		what: (
			<>
				<EventSentence pieces={sentence} />
				{path && !isLinked && (
					<>
						{" "}
						<a href={path}>Open</a>
					</>
				)}
			</>
		),
		...(badge ? { source: badge } : {}),
		...(text ? { text } : {}),
		...(details.length > 0 ? { more: <EventDetails details={details} /> } : {}),
	};
}
