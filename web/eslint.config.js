import vueI18n from '@intlify/eslint-plugin-vue-i18n'
import formatted from '@vue/eslint-config-prettier/skip-formatting'
import { defineConfigWithVueTs, vueTsConfigs } from '@vue/eslint-config-typescript'
import accessibility from 'eslint-plugin-vuejs-accessibility'
import vue from 'eslint-plugin-vue'

export default defineConfigWithVueTs(
  { ignores: ['dist', 'src/api', 'src/routes.d.ts', 'src/locales/problems', 'openapi.json'] },
  vue.configs['flat/recommended'],
  vueTsConfigs.recommended,
  ...accessibility.configs['flat/recommended'],
  {
    plugins: { '@intlify/vue-i18n': vueI18n },
    rules: {
      'vue/multi-word-component-names': 'off',
      'vuejs-accessibility/label-has-for': 'off',
      'vuejs-accessibility/no-autofocus': 'off',
      'vuejs-accessibility/anchor-has-content': ['error', { accessibleChildren: ['AddressText'] }],
      '@intlify/vue-i18n/no-raw-text': [
        'error',
        { ignorePattern: '^[\\s·:/|–—()+%.,#-]*$', ignoreText: ['SI-Aslab', 'EN', 'ID', '·', '?'] },
      ],
      '@intlify/vue-i18n/no-v-html': 'error',
      'vue/no-v-html': 'error',
    },
  },
  formatted,
)
