/** What a command-line tool may ask of the running process: name -> what it prints. */
export const commands: Record<string, (args: string[]) => Promise<string>> = {};
