// The sample jobs (Job DSL). The simulated Kore.ai has a request of its own for every build, named by its number.

def declarative(String name, String about, String check) {
    pipelineJob(name) {
        description(about)
        definition {
            cps {
                sandbox()
                script("""\
pipeline {
    agent none
    stages {
        stage('Notify') {
            steps { echo 'The notifications are sent here; Kore.ai answers with the ID of the request.' }
        }
        stage('Reached?') {
            steps {
                ${check}
            }
        }
        stage('Release') {
            steps { echo 'Everybody who must know knows. On with the release.' }
        }
    }
}
""")
            }
        }
    }
}

declarative('pipeline-passing', '199 of 200 recipients are reached within 20 s; 98 % are enough.',
        'koreNotifyStatus requestId: "ds-passing-${env.BUILD_NUMBER}", minSuccessRate: 98')
declarative('pipeline-unstable', '193 of 200 recipients are reached: fewer than 98 %, but at least 95 %.',
        'koreNotifyStatus requestId: "ds-unstable-${env.BUILD_NUMBER}", minSuccessRate: 98, unstableSuccessRate: 95')
declarative('pipeline-failing', '70 of 200 recipients fail. The check fails before all are done: nothing can mend it.',
        'koreNotifyStatus requestId: "ds-failing-${env.BUILD_NUMBER}", minSuccessRate: 98, unstableSuccessRate: 95')
declarative('pipeline-still-waiting', 'Delivery takes ten minutes. Stop Maven meanwhile and start it again: the check goes on.',
        'koreNotifyStatus requestId: "ds-waiting-${env.BUILD_NUMBER}", timeout: 15')
declarative('pipeline-refused', 'Kore.ai refuses the credentials: no verdict on the recipients, and onError decides.',
        'koreNotifyStatus requestId: "ds-passing-${env.BUILD_NUMBER}", credentialsId: \'wrong-secret\', onError: \'UNSTABLE\'')

pipelineJob('pipeline-decides-itself') {
    description('Reads the result of the check and decides by itself.')
    definition {
        cps {
            sandbox()
            script('''\
def check = koreNotifyStatus requestId: "ds-failing-${env.BUILD_NUMBER}", propagate: false
if (check.verdict != 'PASSED') {
    echo "${check.failed} of ${check.total} not reached (${check.successRate} % were): ${check.failuresByReason}"
}
''')
        }
    }
}

def freestyle(String name, String about, String kind, Closure settings) {
    freeStyleJob(name) {
        description(about)
        steps {
            koreNotifyStatus {
                requestId('ds-' + kind + '-${BUILD_NUMBER}')
                settings.delegate = delegate
                settings()
            }
        }
    }
}

freestyle('freestyle-passing', '199 of 200 recipients are reached within 20 s; 98 % are enough.', 'passing') {
    minSuccessRate('98')
}
freestyle('freestyle-unstable', '193 of 200 recipients are reached: fewer than 98 %, but at least 95 %.', 'unstable') {
    minSuccessRate('98')
    unstableSuccessRate('95')
}
freestyle('freestyle-failing', '70 of 200 recipients fail.', 'failing') {
    minSuccessRate('98')
}
