// @ts-check
// The one door through which the servers see the types of a scenario.

/** @typedef {import('../src/scenario/server-scenario.ts').ServerScenario} ServerScenario */
/** @typedef {import('../src/scenario/server-scenario.ts').MethodExitFault} MethodExitFault */
/** @typedef {import('../src/scenario/server-scenario.ts').ScriptedResource} ScriptedResource */
/** @typedef {import('../src/scenario/scripted-tool.ts').ScriptedTool} ScriptedTool */
/** @typedef {import('../src/scenario/scripted-tool.ts').ToolBehaviour} ToolBehaviour */
/** @typedef {import('../src/scenario/scripted-tool.ts').LogBehaviour} LogBehaviour */
/** @typedef {import('../src/scenario/final-behaviours.ts').FinalBehaviour} FinalBehaviour */
/** @typedef {import('../src/scenario/client-question.ts').AskOptions} AskOptions */
/** @typedef {import('../src/scenario/client-question.ts').ClientQuestion} ClientQuestion */
/** @typedef {import('../src/scenario/client-question.ts').InputRound} InputRound */
/** @typedef {import('../src/scenario/scripted-change.ts').ScriptedChange} ScriptedChange */
/** @typedef {import('../src/scenario/scripted-change.ts').ScriptedLogLine} ScriptedLogLine */
/** @typedef {import('../src/scenario/stdio-scenario.ts').StdioScenario} StdioScenario */
/** @typedef {import('../src/scenario/stdio-scenario.ts').Flood} Flood */
/** @typedef {import('../src/scenario/stdio-scenario.ts').Grandchild} Grandchild */

export {};
