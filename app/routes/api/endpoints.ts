import type { Endpoint } from "#app/doors/api/endpoint-definition.ts";
import { cancelAppointment, createAppointment, listAppointments, moveAppointment } from "./endpoints/appointments.ts";
import {
	askTheAssistant,
	decideAssistantProposal,
	deleteAssistantConversation,
	getAssistantConversation,
	listAssistantConversations,
	listAssistantProposals,
	streamTheAssistant,
} from "./endpoints/assistant.ts";
import { chatWithLead } from "./endpoints/chat.ts";
import { accountEndpoints } from "./endpoints/crm/accounts.ts";
import { contactEndpoints } from "./endpoints/crm/contacts.ts";
import { dealEndpoints } from "./endpoints/crm/deals.ts";
import { writeCrmInsight } from "./endpoints/crm/insights.ts";
import { projectEndpoints } from "./endpoints/crm/projects.ts";
import { scoreCrmContact } from "./endpoints/crm/score.ts";
import { listEvents } from "./endpoints/events.ts";
import {
	deleteKnowledge,
	getKnowledge,
	listKnowledge,
	searchKnowledgeEndpoint,
	uploadKnowledge,
} from "./endpoints/knowledge.ts";
import { createLead, getLead, listLeads, updateLead } from "./endpoints/leads.ts";
import { listLocations, showAvailability } from "./endpoints/locations.ts";
import { listMessages } from "./endpoints/messages.ts";
import { search, showDashboard } from "./endpoints/overview.ts";
import { showPreferences, updatePreferences } from "./endpoints/preferences.ts";
import { accountHookEndpoints } from "./endpoints/success/account-hooks.ts";
import { artifactEndpoints } from "./endpoints/success/artifacts.ts";
import { contractEndpoints } from "./endpoints/success/contracts.ts";
import { customerEndpoints } from "./endpoints/success/customers.ts";
import { playEndpoints } from "./endpoints/success/plays.ts";
import { threadEndpoints } from "./endpoints/success/threads.ts";
import { showSystemStatus } from "./endpoints/system.ts";
import { taskEndpoints } from "./endpoints/tasks.ts";
import { workflowActEndpoints } from "./endpoints/workflows/acts.ts";
import { approvalEndpoints } from "./endpoints/workflows/approvals.ts";
import { executionEndpoints } from "./endpoints/workflows/executions.ts";
import { workflowEndpoints } from "./endpoints/workflows/workflows.ts";

/** Every endpoint of the API, on one page. What stands here is answered, documented and swept by the tests. */
export const endpoints: readonly Endpoint[] = [
	listLeads,
	createLead,
	getLead,
	updateLead,
	chatWithLead,
	listLocations,
	showAvailability,
	listAppointments,
	createAppointment,
	moveAppointment,
	cancelAppointment,
	listMessages,
	listEvents,
	showPreferences,
	updatePreferences,
	showSystemStatus,
	askTheAssistant,
	streamTheAssistant,
	listAssistantProposals,
	decideAssistantProposal,
	listAssistantConversations,
	getAssistantConversation,
	deleteAssistantConversation,
	showDashboard,
	search,
	...Object.values(contactEndpoints),
	...Object.values(accountEndpoints),
	...Object.values(dealEndpoints),
	...Object.values(projectEndpoints),
	...Object.values(taskEndpoints),
	...Object.values(customerEndpoints),
	...Object.values(accountHookEndpoints),
	...Object.values(playEndpoints),
	...Object.values(threadEndpoints),
	...Object.values(artifactEndpoints),
	...Object.values(contractEndpoints),
	// Whatever else lies under /api/workflows comes before the workflow that an id names.
	...Object.values(executionEndpoints),
	...Object.values(approvalEndpoints),
	...Object.values(workflowActEndpoints),
	...Object.values(workflowEndpoints),
	writeCrmInsight,
	scoreCrmContact,
	listKnowledge,
	searchKnowledgeEndpoint,
	uploadKnowledge,
	getKnowledge,
	deleteKnowledge,
];
