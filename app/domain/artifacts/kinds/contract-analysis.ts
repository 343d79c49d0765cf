import { AnyContent } from "#app/domain/artifacts/schema.ts";
import { defineKind } from "./kind.ts";

/** What a contract says, read out of its file. */
export const contractAnalysis = defineKind({ content: AnyContent, start: () => ({}) });
