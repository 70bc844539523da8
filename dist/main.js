import { start } from './index.js';
start('main');
