/** What a subject is, as a person calls it. */
export const SUBJECT_LABELS: Readonly<Record<string, string>> = {
	account: "account",
	"api-key": "API key",
	appointment: "appointment",
	"assistant-thread": "conversation with the assistant",
	batch: "change of many records",
	collection: "collection",
	contact: "contact",
	conversation: "conversation",
	deal: "deal",
	document: "document",
	enrollment: "follow-up",
	field: "custom field",
	invitation: "invitation",
	job: "job",
	"knowledge-answer": "answer of the knowledge",
	lead: "lead",
	location: "location",
	member: "member",
	message: "message",
	note: "note",
	organisation: "organisation",
	pipeline: "pipeline",
	project: "project",
	sequence: "sequence",
	service: "service",
	shop: "shop system",
	task: "task",
	template: "template",
	touch: "follow-up message",
	vehicle: "vehicle",
};

/** Who acts, by kind. */
export const ACTOR_LABELS: Readonly<Record<string, string>> = {
	member: "member",
	"api-key": "API key",
	customer: "customer",
	agent: "agent",
	workflow: "workflow",
	webhook: "outside system",
	system: "Perigee itself",
};

/** Who acts, in a word; the assistant is one of its own, though it is a part of Perigee. */
export function actorLabel({ kind, name }: { kind: string; name: string }): string {
	return kind === "system" && name === "Assistant" ? "assistant" : (ACTOR_LABELS[kind] ?? kind);
}

/** Why a lead moved by itself, after "moved the lead". */
export const MOVE_CAUSES: Readonly<Record<string, string>> = {
	"message-sent": "after a message was sent",
	"customer-replied": "after the customer replied",
	"appointment-booked": "after the booking",
	"appointment-cancelled": "after the appointment was cancelled",
	"order-completed": "after the shop completed the order",
	"order-cancelled": "after the shop cancelled the order",
};

// Only names that their own words do not tell: "dueDate" reads as "Due date" by itself.
const FIELDS: Readonly<Record<string, string>> = {
	accountId: "Account",
	addressId: "Address entry",
	agentId: "Agent",
	arrCents: "Yearly revenue",
	assignedTo: "Assigned to",
	baseUrl: "Address of the system",
	because: "Because",
	bookable: "Can be booked",
	closesOn: "Expected to close",
	connectionId: "Shop system",
	contactId: "Customer",
	conversationId: "Conversation with",
	costMicros: "Cost",
	dueDate: "Due",
	externalOrderId: "Order number",
	frequencyCap: "Most messages",
	jobTitle: "Job title",
	keyReplaced: "New API key",
	latencyMs: "Took",
	leadId: "Lead",
	leadStatuses: "Statuses that make a lead",
	locationId: "Location",
	locationIds: "Locations",
	lostReason: "Lost because",
	memberId: "Member",
	mode: "Answered by",
	ownerId: "Owner",
	plannedAt: "Planned for",
	renewalOn: "Renews",
	serviceId: "Service",
	stageId: "Stage",
	startsAt: "Begins",
	endsAt: "Ends",
	touches: "Messages",
	valueCents: "Value",
	previousArrCents: "Yearly revenue before",
	priceCents: "Price",
	weeklyHours: "Opening hours",
	hours1: "Hours on Monday",
	hours2: "Hours on Tuesday",
	hours3: "Hours on Wednesday",
	hours4: "Hours on Thursday",
	hours5: "Hours on Friday",
	hours6: "Hours on Saturday",
	hours7: "Hours on Sunday",
	active: "In use",
	aiBudget: "Budget for models a month, in US dollars",
	bufferAfter: "Minutes kept free after",
	bufferBefore: "Minutes kept free before",
	capacity: "At a time",
	durationMinutes: "Minutes",
	exceptions: "Other hours",
	horizon: "Bookable, days ahead",
	notice: "Bookable until, minutes before",
	quietEnds: "Quiet until",
	quietStarts: "Quiet from",
	sendHolidays: "Days without messages",
	sendHours: "Hours for messages",
	slug: "Place in the address",
	step: "Minutes between beginnings",
	wonStatuses: "Statuses that win a lead",
};

/** A field's name in words. */
export function fieldLabel(field: string): string {
	const known = Object.hasOwn(FIELDS, field) && FIELDS[field];
	if (known) return known;
	// One of an organisation's own whose label is not at hand.
	const plain = field.replace(/^field:/, "");
	if (!/^[a-z][A-Za-z0-9_-]*$/.test(plain) || (plain === field && /\d/.test(field))) return field;
	const words = plain
		.replace(/Cents$|Ids?$/, "")
		.replaceAll(/[_-]/g, " ")
		.replaceAll(/([a-z])([A-Z])/g, "$1 $2")
		.toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Words of the code as people say them; others are shown as they are, with spaces for dashes. */
export const VALUE_WORDS: Readonly<Record<string, string>> = {
	email: "email",
	sms: "SMS",
	chat: "chat message",
	push: "push message",
	replied: "the customer replied",
	booked: "booked",
	"opted-out": "the customer wants no more messages",
	"lead-closed": "the lead was closed",
	"other-customer": "the order names another customer",
	done: "done",
	stop: "the customer wrote STOP",
	member: "a member",
	assistant: "the assistant",
};
