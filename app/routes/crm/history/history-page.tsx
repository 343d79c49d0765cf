import { Form, Link } from "@remix-run/react";
import { Fragment, type ReactNode } from "react";
import { recordPath } from "#app/domain/crm/records/schema.ts";
import { EventDetails, EventSentence } from "#app/routes/audit/event-sentence.tsx";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Timeline } from "#app/ui/records/timeline.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { shownText } from "../records/field-text.ts";
import { formFields } from "../records/form-fields.ts";
import { LIST_LABELS } from "../records/record-words.ts";
import { signOf } from "../timeline/timeline-signs.ts";
import type { HistoryShown } from "./history-door.ts";

/** A record as it was at an instant, beside what it is now, and every change of it with who and when. */
export function HistoryPage({ shown }: { shown: HistoryShown }) {
	const { type, id, name } = shown.record;
	const crumbs = [
		{ label: LIST_LABELS[type], href: recordPath(type) },
		{ label: name, href: recordPath(type, id) },
	];
	return (
		<PastPage title={`Past versions of ${name}`} crumbs={crumbs} shown={shown}>
			{shown.at && <Version shown={shown} at={shown.at} />}
		</PastPage>
	);
}

type Frame = Pick<HistoryShown, "events" | "local" | "zone" | "unreadable" | "isCut">;

/** The frame of a past: which instant is asked for, what it was then (`children`), and its changes. */
export function PastPage({
	title,
	crumbs,
	shown: { events, local, zone, unreadable, isCut },
	children,
}: {
	title: string;
	crumbs: { label: string; href: string }[];
	shown: Frame;
	children: ReactNode;
}) {
	return (
		<Page title={title} crumbs={crumbs}>
			<Section title="As it was">
				<Form method="get" discover="none" className="inline-form">
					<TextInput
						label={`Day and time (${zone})`}
						inputProps={{ name: "at", type: "datetime-local", defaultValue: local, required: true }}
						errors={unreadable ? ["Write a day and a time such as 2026-11-20T15:30."] : undefined}
					/>
					<SubmitButton tone="plain">Show that version</SubmitButton>
				</Form>
				{isCut && (
					<Notice title="This record was changed very often since.">It is shown as the last 2,000 changes tell.</Notice>
				)}
				{children}
			</Section>
			<Section title="Changes">
				{events.length > 0 ? (
					<Timeline
						label="Changes"
						entries={events.map((event) => ({
							...{ id: event.id, at: event.at, who: "", ...signOf(event.name) },
							what: (
								<>
									<EventSentence pieces={event.sentence} />{" "}
									<Link to={`?at=${before(event.at)}`} discover="none" preventScrollReset>
										As it was before
									</Link>
								</>
							),
							...(event.details.length > 0 ? { more: <EventDetails details={event.details} /> } : {}),
						}))}
					/>
				) : (
					<EmptyState title="No changes yet" text="Every change is listed here, with who made it and when." />
				)}
			</Section>
		</Page>
	);
}

/** A millisecond earlier: the event's own change is taken back then. */
function before(at: string): string {
	return new Date(Date.parse(at) - 1).toISOString();
}

function Version({ shown, at }: { shown: HistoryShown; at: string }) {
	const { record, version, names } = shown;
	if (!version) return <NotThen createdAt={record.createdAt} />;
	const fields = formFields(record.type, record.fields);
	const text = (values: typeof version.values, field: (typeof fields)[number]) =>
		shownText(field, values[field.name] ?? null, { values, names: { ...names, ...namesNow(shown) } });
	return (
		<>
			<AsOf at={at} inTrash={version.inTrash} />
			<dl className="facts">
				{fields.map((field) => {
					const past = text(version.values, field);
					const now = text(record.values, field);
					return past === "" && now === "" ? null : (
						<Fragment key={field.name}>
							<dt>{field.label}</dt>
							<ThenAndNow past={past} now={now} />
						</Fragment>
					);
				})}
			</dl>
		</>
	);
}

export function NotThen({ createdAt }: { createdAt: string }) {
	return (
		<Notice title="It did not exist then.">
			It was added <Time at={createdAt} />.
		</Notice>
	);
}

export function AsOf({ at, inTrash }: { at: string; inTrash: boolean }) {
	return (
		<p>
			As of <Time at={at} />
			{inTrash && ", when it lay in the trash"}. Fields that are different now are marked.
		</p>
	);
}

/** A value as it was, and where it is another one now, that too. */
export function ThenAndNow({ past, now }: { past: string; now: string }) {
	if (past === now) return <dd>{past}</dd>;
	return (
		<dd>
			<mark>{past || "empty"}</mark> <span className="muted">now {now || "empty"}</span>
		</dd>
	);
}

/** The names that the record's own references have today, by id. */
function namesNow({ record }: HistoryShown): Record<string, string> {
	return Object.fromEntries(Object.entries(record.names).map(([field, name]) => [String(record.values[field]), name]));
}
