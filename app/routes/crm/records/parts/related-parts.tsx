import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { writeFilter } from "#app/domain/crm/lists/filters.ts";
import type { ProjectState } from "#app/domain/crm/projects/schema.ts";
import { RELATED_PAGE, type RecordType, recordPath } from "#app/domain/crm/records/schema.ts";
import type { LeadState } from "#app/domain/leads/rules.ts";
import { LEAD_STATE_LABELS } from "#app/domain/leads/schema.ts";
import { LEAD_TONES } from "#app/routes/leads/lead-tones.ts";
import { formatDate } from "#app/ui/format-time.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { formatMoney } from "#app/ui/signs/money.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import type { RecordPageData } from "../record-page-data.ts";
import { LIST_LABELS } from "../record-words.ts";
import { AllOfThem, storyPath } from "./all-of-them.tsx";
import { ProjectStatus, StageStatus } from "./record-status.tsx";

type Line = { id: string; to: string; name: string; about: ReactNode; end?: ReactNode };

/** What belongs to a record: an account's people, deals and projects; a person's leads and appointments besides. */
export function RelatedParts({ shown }: { shown: RecordPageData }) {
	const { record, related, canEdit } = shown;
	const isAccount = record.type === "account";
	if (!isAccount && record.type !== "contact") return null;
	return (
		<>
			{isAccount && <Part type="contact" shown={shown} lines={contactLines(related.contacts)} canAdd={canEdit} />}
			{!isAccount && related.leads.length > 0 && (
				<Listed title="Leads" lines={leadLines(related.leads)} all={storyPath(record, "leads")} />
			)}
			{!isAccount && related.appointments.length > 0 && (
				<Listed
					title="Appointments"
					lines={appointmentLines(related.appointments)}
					all={storyPath(record, "appointments")}
				/>
			)}
			<Part type="deal" shown={shown} lines={dealLines(related.deals)} canAdd={canEdit} />
			<Part type="project" shown={shown} lines={projectLines(related.projects)} canAdd={canEdit} />
		</>
	);
}

type Related = RecordPageData["related"];

const contactLines = (contacts: Related["contacts"]): Line[] =>
	contacts.map(({ id, name, jobTitle, email, phone }) => ({
		...{ id, name, to: recordPath("contact", id) },
		about: jobTitle,
		end: email ?? phone,
	}));

const leadLines = (leads: Related["leads"]): Line[] =>
	leads.map(({ id, title, state, location, createdAt }) => ({
		...{ id, name: title || "A request", to: `/leads/${id}` },
		about: (
			<>
				{location} · <Time at={createdAt} />
			</>
		),
		end: <Status tone={LEAD_TONES[state as LeadState]}>{LEAD_STATE_LABELS[state as LeadState]}</Status>,
	}));

const STATES: Readonly<Record<string, string>> = {
	booked: "Booked",
	cancelled: "Cancelled",
	completed: "Done",
	"no-show": "Did not come",
};

const appointmentLines = (appointments: Related["appointments"]): Line[] =>
	appointments.map(({ id, title, state, startsAt, timeZone, location }) => ({
		...{ id, name: title, to: `/calendar/${id}` },
		about: (
			<>
				<Time at={startsAt} as="exact" zone={timeZone} />
				{location && ` · ${location}`}
			</>
		),
		end: (
			<Status tone={state === "booked" ? "info" : state === "completed" ? "good" : "neutral"}>{STATES[state]}</Status>
		),
	}));

const dealLines = (deals: Related["deals"]): Line[] =>
	deals.map(({ id, name, stage, outcome, valueCents, currency }) => ({
		...{ id, name, to: recordPath("deal", id) },
		about: <StageStatus name={stage} outcome={outcome} />,
		end: <span className="numbers">{formatMoney(valueCents, currency)}</span>,
	}));

const projectLines = (projects: Related["projects"]): Line[] =>
	projects.map(({ id, name, state, dueOn }) => ({
		...{ id, name, to: recordPath("project", id) },
		about: <ProjectStatus state={state as ProjectState} />,
		end: dueOn && `due ${formatDate(dueOn)}`,
	}));

/** One kind of record that belongs to this one, with the way to add another that belongs to it too. */
function Part({
	type,
	shown: { record },
	lines,
	canAdd,
}: {
	type: RecordType;
	shown: RecordPageData;
	lines: readonly Line[];
	canAdd: boolean;
}) {
	if (lines.length === 0 && !canAdd) return null;
	const { accountId } = record.values;
	const own: Record<string, string> = record.type === "account" ? { accountId: record.id } : { contactId: record.id };
	const more: Record<string, string> = record.type === "contact" && typeof accountId === "string" ? { accountId } : {};
	return (
		<Listed
			title={LIST_LABELS[type]}
			lines={lines}
			all={listPath(type, record)}
			actions={
				canAdd && (
					<ButtonLink to={`${recordPath(type)}/new?${new URLSearchParams({ ...own, ...more })}`} small icon="plus">
						Add {type}
					</ButtonLink>
				)
			}
		/>
	);
}

/** The list of a kind, narrowed to what belongs to this record. */
function listPath(type: RecordType, { type: of, id }: RecordPageData["record"]): string {
	const filter = writeFilter({ column: of === "account" ? "company" : "contact", op: "is", value: id });
	return `${recordPath(type)}?${new URLSearchParams({ f: filter })}`;
}

type Listed = {
	title: string;
	lines: readonly Line[];
	/** Where all of them are. */
	all: string;
	actions?: ReactNode;
};

function Listed({ title, lines, all, actions }: Listed) {
	return (
		<Section title={title} actions={actions}>
			{lines.length === 0 ? (
				<p className="muted">None yet.</p>
			) : (
				<ul className="related">
					{lines.slice(0, RELATED_PAGE).map(({ id, to, name, about, end }) => (
						<li key={id}>
							<span>
								<Link to={to} discover="none">
									{name}
								</Link>{" "}
								<small className="muted">{about}</small>
							</span>
							{end && <span className="related-end">{end}</span>}
						</li>
					))}
				</ul>
			)}
			{lines.length > RELATED_PAGE && <AllOfThem noun={title.toLowerCase()} to={all} />}
		</Section>
	);
}
