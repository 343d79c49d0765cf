import { askPersonJob, finishAnswerJob, noteReplyJob } from "#app/domain/assistant/jobs.ts";
import { finishMemberAnswerJob } from "#app/domain/assistant/member/jobs.ts";
import { handles } from "#jobs/handles.ts";
import { askPerson } from "./ask-person.ts";
import { finishAnswer } from "./finish-answer.ts";
import { finishMemberAnswer } from "./finish-member-answer.ts";
import { noteReply } from "./note-reply.ts";

/** The jobs of this area and who does them. */
export const assistantHandlers = [
	handles(finishAnswerJob, finishAnswer),
	handles(finishMemberAnswerJob, finishMemberAnswer),
	handles(askPersonJob, askPerson),
	handles(noteReplyJob, noteReply),
];
