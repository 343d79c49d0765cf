/** The page of a subject, by its type. What has no page of its own is not linked. */
const PATHS: Record<string, (id: string) => string> = {
	contact: (id) => `/contacts/${id}`,
	account: (id) => `/accounts/${id}`,
	deal: (id) => `/deals/${id}`,
	project: (id) => `/projects/${id}`,
	field: () => "/settings/fields",
	tag: () => "/settings/tags",
	lead: (id) => `/leads/${id}`,
	conversation: (id) => `/conversations/${id}`,
	message: (id) => `/outbox/${id}`,
	appointment: (id) => `/calendar/${id}`,
	approval: (id) => `/approvals/${id}`,
	task: (id) => `/tasks/${id}`,
	artifact: (id) => `/success/artifacts/${id}`,
	play: (id) => `/success/${id}`,
	location: (id) => `/settings/locations/${id}`,
	shop: (id) => `/settings/shops/${id}`,
	member: (id) => `/settings/members/${id}`,
	workflow: (id) => `/studio/${id}`,
	organisation: () => "/settings/organisation",
	"api-key": () => "/settings/api-keys",
	invitation: () => "/settings/members",
};

/** Where a subject can be looked at, if anywhere. */
export function subjectPath(subject: { type: string; id: string } | null): string | undefined {
	return subject ? PATHS[subject.type]?.(subject.id) : undefined;
}
