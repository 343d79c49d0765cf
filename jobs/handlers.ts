import { artifactHandlers } from "./artifacts/handlers.ts";
import { assistantHandlers } from "./assistant/handlers.ts";
import { crmHandlers } from "./crm/handlers.ts";
import { filesHandlers } from "./files/handlers.ts";
import { identityHandlers } from "./identity/handlers.ts";
import { integrationsHandlers } from "./integrations/handlers.ts";
import { knowledgeHandlers } from "./knowledge/handlers.ts";
import { leadsHandlers } from "./leads/handlers.ts";
import { messagingHandlers } from "./messaging/handlers.ts";
import { schedulingHandlers } from "./scheduling/handlers.ts";
import { successHandlers } from "./success/handlers.ts";
import { workflowsHandlers } from "./workflows/handlers.ts";

/** Every contract and who does it, area by area. */
export const handlers = [
	...identityHandlers,
	...messagingHandlers,
	...schedulingHandlers,
	...integrationsHandlers,
	...leadsHandlers,
	...assistantHandlers,
	...crmHandlers,
	...knowledgeHandlers,
	...filesHandlers,
	...workflowsHandlers,
	...successHandlers,
	...artifactHandlers,
];
