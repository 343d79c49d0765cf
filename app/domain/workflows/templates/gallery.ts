import { crmTemplates } from "./crm.ts";
import type { FlowTemplate } from "./flow-template.ts";
import { knowledgeTemplates } from "./knowledge.ts";
import { leadTemplates } from "./leads.ts";
import { messageTemplates } from "./messages.ts";
import { operationTemplates } from "./operations.ts";
import { playTemplates } from "./plays.ts";
import { schedulingTemplates } from "./scheduling.ts";
import { successTemplates } from "./success.ts";

/** Every ready workflow (FLOW-6), by area. */
export const TEMPLATES: readonly FlowTemplate[] = [
	...leadTemplates,
	...messageTemplates,
	...crmTemplates,
	...schedulingTemplates,
	...knowledgeTemplates,
	...successTemplates,
	...playTemplates,
	...operationTemplates,
];
