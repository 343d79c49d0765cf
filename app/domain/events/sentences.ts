// One table, a line for each event, in the order of their names: longer than other files, and as easy to look up in.

import { MOVE_CAUSES } from "./labels.ts";
import type { EVENT_NAMES } from "./names.ts";

export type EventName = keyof typeof EVENT_NAMES;

/** What of an event a sentence may depend on. */
type Told = { data: Record<string, unknown>; changes: Record<string, readonly [unknown, unknown]> };

/** A sentence, or which of several. */
type Sentence = string | ((event: Told) => string);

const isChat = ({ data }: Told) => data.channel === "chat";
const byMember = ({ data }: Told) => data.source === "member";

const MESSAGE = "the {data.channel} to {data.contactId}";
const TOUCH = "follow-up message {data.position} ({data.channel}) to {parent}";

/**
 * Every event as one sentence without its full stop. `{who}` acts; `{subject}` and `{parent}` are named and linked;
 * `{data.x}`, `{from.x}` and `{to.x}` are values of the event's data and changes. What stands in square brackets is
 * left out when a value of it is not there.
 */
export const SENTENCES: Record<EventName, Sentence> = {
	"access.refused": "{who} asked for what their role does not allow[: {data.path}]",
	"account-hook.created": "{who} let “{data.name}” post what it knows of accounts",
	"account-hook.former-secret-removed": "{who} stopped taking the former secret of the webhook “{data.name}”",
	"account-hook.removed": "{who} removed the webhook “{data.name}” for accounts",
	"account-hook.secret-changed": "{who} gave the webhook “{data.name}” for accounts a new secret",
	"account.changed": "{who} changed what is known about the account {subject}",
	"account.created": "{who} added the account {subject}",
	"account.intelligence-changed": "{who} changed what is known of {subject}",
	"account.restored": "{who} brought the account {subject} back from the trash",
	"account.trashed": "{who} moved the account {subject} to the trash",
	"accounts.import-undone":
		"{who} took the import[ of “{data.title}”] back[: {data.undone} changes undone, {data.left} left alone]",
	"accounts.imported":
		"{who} imported[ “{data.title}”:][ {data.created} accounts created, {data.updated} updated, {data.skipped} skipped, {data.refused} refused]",
	"api-key.created": "{who} made the API key [“{data.name}”]",
	"api-key.refused": "A request was refused, whose API key is unknown, expired or revoked",
	"api-key.revoked": "{who} revoked the API key [“{data.name}”]",
	"appointment.added-by-shop":
		"{who} found an appointment[ on {data.startsAt}] in the shop's calendar and took it over",
	"appointment.booked": "{who} booked {subject}[ for {data.contactId}][ on {data.startsAt}]",
	"appointment.cancelled": "{who} cancelled {subject}[ of {data.contactId}][ on {data.startsAt}][: {data.reason}]",
	"appointment.changed-by-shop": "{who} found {subject} changed in the shop's calendar[, now on {data.startsAt}]",
	"appointment.completed": "{who} noted that {subject}[ of {data.contactId}] is done",
	"appointment.freed-by-shop": "{who} found {subject} gone from the shop's calendar and freed its time",
	"appointment.missed": "{who} noted that nobody came to {subject}[ of {data.contactId}]",
	"appointment.moved": "{who} moved {subject}[ of {data.contactId}][ from {from.startsAt} to {to.startsAt}]",
	"appointment.sync-failed": "{who} could not bring {subject} and the shop's calendar together[: {data.error}]",
	"appointment.synced": "{who} wrote {subject} to the shop's calendar",
	"approval.asked": "{who} asked for an approval: {subject}",
	"approval.declined": "{who} declined {subject}[: {data.note}]",
	"approval.given": "{who} approved {subject}[: {data.note}]",
	"approval.text-changed": "{who} changed the text of {subject}",
	"artifact.approval-asked": "{who} asked for approval of “{data.title}”, version {data.version}",
	"artifact.approved": "{who} approved “{data.title}”, version {data.version}[: {data.note}]",
	"artifact.created": "{who} made “{data.title}”",
	"artifact.rejected": "{who} rejected “{data.title}”, version {data.version}[: {data.note}]",
	"artifact.removed": "{who} removed “{data.title}”",
	"artifact.restored": "{who} brought “{data.title}” back",
	"artifact.saved": "{who} saved “{data.title}”, version {data.version}",
	"artifact.task-linked": "{who} linked a line of “{data.title}” with a task[: {data.task}]",
	"artifact.task-made": "{who} made a task of “{data.title}”[: {data.task}]",
	"artifact.version-restored": "{who} restored version {data.restored} of “{data.title}”",
	"assistant.answered": "The assistant answered {who}",
	"assistant.asked": "{who} asked the assistant something",
	"assistant.confirmed": "{who} confirmed what the assistant proposed[: {data.words}]",
	"assistant.declined": "{who} declined what the assistant proposed[: {data.words}]",
	"assistant.judged": "{who} judged an answer of the assistant[ as {data.verdict}]",
	"assistant.renamed": "{who} renamed a conversation with the assistant[ to “{to.title}”]",
	"assistant.restored": "{who} brought the conversation [“{data.title}” ]with the assistant back",
	"assistant.retried": "{who} let the assistant answer once more",
	"assistant.stopped": "{who} stopped an answer of the assistant",
	"assistant.trashed": "{who} put the conversation [“{data.title}” ]with the assistant into the trash",
	"audit.exported": "{who} took a copy of the audit log along[ as {data.format}]",
	"batch.finished": "{who} ended the change of many records[ “{data.title}”]",
	"batch.started": "{who} began the change of many records[ “{data.title}”]",
	"batch.undone": "{who} asked for a change of many records to be taken back[: “{data.title}”]",
	"chat.answered": "The assistant answered {parent} in the chat",
	"collection.changed": "{who} changed the collection {data.name}",
	"collection.created": "{who} made the collection {data.name}",
	"collection.removed":
		"{who} removed the collection {data.name} with {data.documents} documents[, which moved to {data.movedTo}]",
	"collection.restored": "{who} brought the collection {data.name} back with {data.documents} documents",
	"contact.changed": "{who} changed what is known about {subject}",
	"contact.created": "{who} added the contact {subject}",
	"contact.erased": "{who} erased what was held on {subject}",
	"contact.erasure-asked": "{who} had all that is held on {subject} erased",
	"contact.merged": "{who} joined two contacts that are one person, {subject}",
	"contact.personal-exported": "{who} took a copy of all that is held on {subject}",
	"contact.restored": "{who} brought the contact {subject} back from the trash",
	"contact.trashed": "{who} moved the contact {subject} to the trash",
	"contact.unmerged": "{who} took two contacts that were joined apart again, {subject}",
	"contacts.import-undone":
		"{who} took the import[ of “{data.title}”] back[: {data.undone} changes undone, {data.left} left alone]",
	"contacts.imported":
		"{who} imported[ “{data.title}”:][ {data.created} contacts created, {data.updated} updated, {data.skipped} skipped, {data.refused} refused]",
	"contracts.import-undone":
		"{who} took the import[ of “{data.title}”] back[: {data.undone} changes undone, {data.left} left alone]",
	"contracts.imported":
		"{who} imported[ “{data.title}”:][ {data.created} contracts added, {data.updated} changed, {data.skipped} skipped, {data.refused} refused]",
	"conversation.handed-back": "{who} gave the conversation with {subject} back to the assistant",
	"conversation.link-made": "{who} made a new chat link of the conversation with {subject}",
	"conversation.links-revoked": "{who} revoked the chat links of the conversation with {subject}",
	"conversation.opened": "{who} began a conversation with {subject}[ about “{data.subject}”]",
	"conversation.person-wanted": "{data.contactId} asked for a person in the chat",
	"conversation.taken-over": "{who} took the conversation with {subject} over",
	"deal.changed": "{who} changed what is known about the deal {subject}",
	"deal.created": "{who} added the deal {subject}",
	"deal.moved": "{who} moved the deal {subject}[ from {from.stageId}][ to {to.stageId}]",
	"deal.restored": "{who} brought the deal {subject} back from the trash",
	"deal.trashed": "{who} moved the deal {subject} to the trash",
	"deals.import-undone":
		"{who} took the import[ of “{data.title}”] back[: {data.undone} changes undone, {data.left} left alone]",
	"deals.imported":
		"{who} imported[ “{data.title}”:][ {data.created} deals created, {data.updated} updated, {data.skipped} skipped, {data.refused} refused]",
	"document.added": "{who} uploaded the document {data.title}",
	"document.changed": "{who} changed the document {subject}",
	"document.failed": "A document could not be read[: {data.reason}]",
	"document.ready": "A document was read and can be found",
	"document.removed": "{who} removed the document {data.title}",
	"document.replaced": "{who} replaced the document {subject}[ with {data.file}]",
	"document.version-dropped": "{who} dropped version {data.number} of the document {subject}, which could not be read",
	"document.version-kept": "{who} took back version {data.number} of the document {subject}",
	"document.version-taken": "{who} took version {data.number} of the document {subject} again",
	"document.restored": "{who} brought the document {data.title} back",
	"duplicate.dismissed": "{who} said that {subject} and another contact are not one person",
	"email.verified": "{who} confirmed their email address",
	"enrollment.paused": "{who} paused the follow-up of {parent}",
	"enrollment.resumed": "{who} let the follow-up of {parent} go on",
	"enrollment.started": "{who} started the follow-up of {parent}",
	"enrollment.stopped": "{who} stopped the follow-up of {parent}[: {data.reason}]",
	"field.archived": "{who} put the custom field {subject} away",
	"field.changed": "{who} changed the custom field {subject}",
	"field.created": "{who} added the custom field {subject}",
	"field.restored": "{who} brought the custom field {subject} back",
	"guided-step.completed": "{who} did “{data.title}” of the workflow {subject}",
	"guided-step.skipped": "{who} skipped “{data.title}” of the workflow {subject}[: {data.reason}]",
	"inbound-address.added": "{who} let {data.address} receive messages for the organisation",
	"inbound-address.removed": "{who} let {data.address} receive no more messages",
	"invitation.revoked": "{who} took back the invitation[ of {data.email}]",
	"invitation.sent": ({ data }) =>
		data.again ? "{who} sent the invitation[ of {data.email}] again" : "{who} invited {data.email}[ as {data.role}]",
	"job.stuck": "{who} found a job that hangs[: {data.queue}]",
	"jobs.redriven": "{who} sent [{data.count} ]failed jobs on their way again[, in {data.queue}]",
	"knowledge.judged": "{who} said that an answer of the knowledge[ {data.verdict}]",
	"knowledge.settled": "{who} took a question off the review of the knowledge",
	"lead.changed": "{who} changed the lead {subject}",
	"lead.created": "{who} brought the lead {subject}[: {data.title}]",
	"lead.enriched": ({ data }) =>
		data.error
			? "{who} could not ask the shop about the lead {subject}: {data.error}"
			: "{who} asked the shop about the customer and vehicle of the lead {subject}",
	"lead.state-changed": ({ data }) =>
		`{who} moved the lead {subject}[ from {from.state}][ to {to.state}]${afterWhat(data.cause)}`,
	"link.added": "{who} related {subject} to {parent}[: {data.label}]",
	"link.removed": "{who} took away that {subject} is related to {parent}[: {data.label}]",
	"location.changed": "{who} changed the location {subject}",
	"location.created": "{who} added the location {subject}",
	"member.hours-changed": "{who} changed the bookable hours of {subject}",
	"member.joined": "{who} joined[ as {to.role}]",
	"member.removed": "{who} removed {data.name} from the organisation",
	"member.role-changed": "{who} changed the role of {subject}[ from {from.role} to {to.role}]",
	"message.bounced": `{who} reported that ${MESSAGE} was refused for good[: {data.reason}]`,
	"message.delivered": `{who} reported that ${MESSAGE} arrived`,
	"message.failed": `{who} could not send ${MESSAGE}[: {data.reason}]`,
	"message.held": `{who} held ${MESSAGE}[: {data.reason}]`,
	"message.queued": `{who} put ${MESSAGE} in line for sending`,
	"message.received": (event) =>
		isChat(event) ? "{data.contactId} wrote in the chat" : "{data.contactId} wrote by {data.channel}",
	"message.scheduled": `{who} put ${MESSAGE} by until its time[: {data.reason}]`,
	"message.sending": `{who} is handing ${MESSAGE} to the provider`,
	"message.sent": (event) =>
		!isChat(event)
			? `{who} sent ${MESSAGE}`
			: event.data.author === "system"
				? "{who} put a note in the chat with {data.contactId}"
				: byMember(event)
					? "{who} wrote to {data.contactId} in the chat"
					: "The assistant wrote to {data.contactId} in the chat",
	"message.suppressed": `{who} did not send ${MESSAGE}[: {data.reason}]`,
	"message.uncertain": `{who} does not know whether ${MESSAGE} went out, so it is not sent again[: {data.reason}]`,
	"name.changed": "{who} changed their name[ from {data.before} to {data.after}]",
	"note.added": "{who} wrote something down about {parent}[ ({data.kind})]",
	"note.changed": "{who} changed what is written down about {parent}[ ({data.kind})]",
	"note.removed": "{who} removed what was written down about {parent}[ ({data.kind})]",
	"note.restored": "{who} brought back what was written down about {parent}[ ({data.kind})]",
	"organisation.changed": "{who} changed the organisation's settings",
	"organisation.created": "{who} made the organisation[ {data.name}]",
	"organisation.entered": "{who} switched to this organisation",
	"organisation.messaging-changed": "{who} changed quiet hours or limits for messages",
	"organisation.sending-changed": "{who} switched sending on or off",
	"password.change-refused": "{who} wanted to change the password without knowing the present one",
	"password.changed": "{who} changed their password",
	"password.reset": "{who} set a new password by a mailed link",
	"password.reset-asked": "Somebody asked for a link to set a new password for {who}",
	"play-rules.changed": "{who} changed the rules of plays to version {data.version}",
	"play-thread.completed": "{who} completed “{data.title}” in the {data.type} play",
	"play.begun": "{who} began the {data.type} play at stage {data.stage}",
	"play.closed": "The {data.type} play at stage {data.stage} was closed[: {data.reason}]",
	"play.completed": "{who} completed the {data.type} play[: {data.outcome}]",
	"play.escalated": "{who} gave the {data.type} play to {data.member}[: {data.reason}]",
	"play.opened": "The rules opened the {data.type} play at stage {data.stage}",
	"play.returned": "The {data.type} play came back to the queue",
	"play.scheduled": "{who} planned the {data.type} play for later[: {data.reason}]",
	"play.skipped": "{who} skipped [“{data.step}” of ]the {data.type} play[: {data.reason}]",
	"play.snoozed": "{who} snoozed the {data.type} play[: {data.reason}]",
	"plays.orchestrated": "The rules opened {data.opened} plays and closed {data.closed}",
	"preferences.changed": "{who} changed their own preferences",
	"pipeline.changed": "{who} changed the pipeline {subject}",
	"pipeline.created": "{who} added the pipeline {subject}",
	"pricing-limits.changed": "{who} changed the limits of prices",
	"project.changed": "{who} changed what is known about the project {subject}",
	"project.created": "{who} added the project {subject}",
	"project.restored": "{who} brought the project {subject} back from the trash",
	"project.trashed": "{who} moved the project {subject} to the trash",
	"projects.import-undone":
		"{who} took the import[ of “{data.title}”] back[: {data.undone} changes undone, {data.left} left alone]",
	"projects.imported":
		"{who} imported[ “{data.title}”:][ {data.created} projects created, {data.updated} updated, {data.skipped} skipped, {data.refused} refused]",
	"records.exported": "{who} took a copy of [{data.count} ][{data.records} ]along[ as {data.format}]",
	"scoring.changed": "{who} changed how facts are weighed for scores",
	"sequence.published": "{who} published version [{data.number} ]of the follow-up sequence {subject}",
	"sequence.withdrawn": "{who} took the follow-up sequence {subject} out of use",
	"service.changed": "{who} changed the service {subject}[ of {parent}]",
	"service.created": "{who} added the service {subject}[ at {parent}]",
	"session.ended": "{who} ended one of their sessions",
	"session.others-ended": "{who} ended all their other sessions",
	"shop.calendar-failing": "{who} cannot read a calendar of {subject}[: {data.reason}]",
	"shop.calendar-recovered": "{who} can read a calendar of {subject} again",
	"shop.catalogue-synced": "{who} read the catalogue of {subject}",
	"shop.changed": "{who} changed the connection to {subject}",
	"shop.connected": "{who} connected the shop system {subject}",
	"shop.delivery-replayed": "{who} let a delivery of {subject} be worked on again",
	"shop.disconnected": "{who} disconnected the shop system {subject}",
	"shop.failing": "{who} cannot read {subject}[: {data.reason}]",
	"shop.former-secret-removed": "{who} stopped taking the former webhook secret of {subject}",
	"shop.locations-mapped": "{who} matched the locations of {subject} with the organisation's",
	"shop.paused": "{who} paused the connection to {subject}",
	"shop.recovered": "{who} can read {subject} again",
	"shop.resumed": "{who} let the connection to {subject} work again",
	"shop.secret-rotated": "{who} gave the connection to {subject} a new webhook secret",
	"sign-in.refused": "Somebody tried to sign in as {who}, and was refused",
	"sign-in.succeeded": "{who} signed in",
	"sign-out": "{who} signed out",
	"sign-up.by-invitation": "{who} made an account by an invitation",
	"sign-up.refused": "Somebody wanted an account for {who}, who has one",
	"sign-up.succeeded": "{who} made an account",
	"stakeholders.import-undone":
		"{who} took the import[ of “{data.title}”] back[: {data.undone} changes undone, {data.left} left alone]",
	"stakeholders.imported":
		"{who} imported[ “{data.title}”:][ {data.created} stakeholders added, {data.updated} changed, {data.skipped} skipped, {data.refused} refused]",
	"success-action.added": "{who} added the action “{data.label}”",
	"success-action.removed": "{who} removed the action “{data.label}”",
	"suppression.added": "{who} stopped messages to {data.address}[ ({data.channel})][: {data.reason}]",
	"suppression.removed": "{who} allowed messages to {data.address}[ ({data.channel})] again",
	"tag.added": "{who} tagged {subject}[: {data.tag}]",
	"tag.deleted": "{who} deleted a tag[: {data.tag}]",
	"tag.merged": "{who} joined a tag with another one[: {data.tag}]",
	"tag.removed": "{who} took a tag off {subject}[: {data.tag}]",
	"tag.renamed": "{who} renamed a tag[: {data.tag}]",
	"tag.restored": "{who} brought a tag back[: {data.tag}]",
	"task.assigned": ({ changes }) =>
		changes.assignedTo?.[1]
			? "{who} gave the task {subject} to {to.assignedTo}"
			: "{who} gave the task {subject} to nobody",
	"task.changed": "{who} changed the task {subject}",
	"task.completed": ({ data }) =>
		typeof data.because === "string"
			? `{who} ${BECAUSE[data.because] ?? "settled the matter"}, which completed the task {subject}`
			: "{who} completed the task {subject}",
	"task.created": "{who} raised the task {subject}",
	"task.reopened": "{who} opened the task {subject} again",
	"task.restored": "{who} restored the task {subject}",
	"task.skipped": "{who} skipped the task {subject}",
	"task.trashed": "{who} moved the task {subject} to the trash",
	"template.archived": "{who} put the template {subject} away",
	"template.changed": "{who} changed the template {subject}[, version {data.number}]",
	"template.created": "{who} wrote the template {subject}",
	"template.restored": "{who} brought the template {subject} back",
	"touch.cancelled": `{who} cancelled ${TOUCH}[: {data.reason}]`,
	"touch.delivered": `{who} noted that ${TOUCH} arrived`,
	"touch.failed": `{who} could not send ${TOUCH}[: {data.reason}]`,
	"touch.held": `{who} held ${TOUCH}[: {data.reason}]`,
	"touch.moved": `{who} moved ${TOUCH}[ from {from.plannedAt} to {to.plannedAt}]`,
	"touch.scheduled": `{who} put ${TOUCH} by until its time[: {data.reason}]`,
	"touch.sending": `{who} handed ${TOUCH} to the outbox`,
	"touch.sent": `{who} sent ${TOUCH}`,
	"touch.skipped": `{who} left out ${TOUCH}[: {data.reason}]`,
	"trash.emptied": "{who} deleted for good what had lain in the trash for 90 days[: {data.count} records]",
	"vehicle.changed": "{who} changed what is known about the vehicle {subject}[ of {parent}]",
	"workflow.address-renewed": "{who} gave the workflow {subject} a new address",
	"workflow.changed": "{who} changed the settings of the workflow {subject}",
	"workflow.created": "{who} added the workflow {subject}",
	"workflow.draft-compared": "The draft of the workflow {subject} was tried on earlier runs",
	"workflow.drafted": "{who} saved the draft of the workflow {subject}",
	"workflow.not-begun":
		"The workflow {subject} was not begun: workflows had begun each other {data.times} times in a row",
	"workflow.published": "{who} published version {data.number} of the workflow {subject}",
	"workflow.restored": "{who} brought the workflow {data.name} back from the trash",
	"workflow.run-begun": ({ data }) =>
		data.isDry ? "{who} began a dry run of the workflow {subject}" : "{who} began a run of the workflow {subject}",
	"workflow.run-cancelled": "{who} cancelled a run of the workflow {subject}[: {data.reason}]",
	"workflow.run-completed": "{who} ended a run of the workflow {subject} as done[: {data.outcome}]",
	"workflow.run-failed": "A run of the workflow {subject} failed[: {data.reason}]",
	"workflow.run-paused": "{who} paused a run of the workflow {subject}",
	"workflow.run-replayed": "{who} replayed a run of the workflow {subject}[ from “{data.from}”]",
	"workflow.run-resumed": "{who} let a run of the workflow {subject} go on",
	"workflow.trashed": "{who} moved the workflow {data.name} to the trash",
	"workflow.turned-off": "{who} turned the workflow {subject} off",
	"workflow.turned-on": "{who} turned the workflow {subject} on",
};

function afterWhat(cause: unknown): string {
	return typeof cause === "string" && Object.hasOwn(MOVE_CAUSES, cause) ? ` ${MOVE_CAUSES[cause]}` : "";
}

const BECAUSE: Record<string, string> = {
	"taken-over": "took the conversation over",
	answered: "answered the customer",
	"handed-back": "handed the conversation back",
};
