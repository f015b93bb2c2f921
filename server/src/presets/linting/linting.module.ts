import { Module } from '@nestjs/common';
import { PresetFilesModule } from '../files/preset-files.module.js';
import { PresetRecordsModule } from '../records/preset-records.module.js';
import { FunctionLinter } from './function-linter.js';
import { LintingController } from './linting.controller.js';
import { PresetLinter } from './preset-linter.js';
import { ProgramTurns } from './program-turns.js';
import { ScriptChecks } from './script-checks.js';
import { Shellcheck } from './shellcheck.js';

@Module({
  imports: [PresetFilesModule, PresetRecordsModule],
  controllers: [LintingController],
  providers: [FunctionLinter, PresetLinter, ProgramTurns, ScriptChecks, Shellcheck],
  exports: [PresetLinter],
})
export class LintingModule {}
